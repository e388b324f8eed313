/** MAGIC: a language model of the corpus, whose search asks CLIP which words fit the photo. */
package syntic.method.magic;
