/**
 * A small Jupyter kernel for Java: JDK jshell behind the same base library as IJava.
 *
 * <p>It stands in under the kernel name {@code java} where IJava cannot be downloaded, and it is always there under the
 * name {@code syntic}. A cell's way through the package: {@link syntic.kernel.SynticKernel} takes it from Jupyter,
 * {@link syntic.kernel.Session} gives its statements to jshell one by one, {@link syntic.kernel.CellThread} runs them,
 * {@link syntic.kernel.CellFailure} says what went wrong in terms of the cell's own lines.
 */
package syntic.kernel;

