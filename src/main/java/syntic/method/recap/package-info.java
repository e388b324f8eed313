/** ReCap: the linear alignment in closed form, retrieval, and the language models that write from what was found. */
package syntic.method.recap;
