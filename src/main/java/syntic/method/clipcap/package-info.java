/** ClipCap: a language model behind a mapper, trained on photos with their sentences. */
package syntic.method.clipcap;
