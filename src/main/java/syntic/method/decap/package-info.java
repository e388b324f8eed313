/** DeCap: a decoder of clean text features, and photos projected on the memory of all sentences. */
package syntic.method.decap;
