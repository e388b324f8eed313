/** The upper bound: the decoder trained on photos with their sentences. */
package syntic.method.supervised;
