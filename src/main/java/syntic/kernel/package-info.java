/**
 * A small Jupyter kernel for Java: JDK jshell behind the same base library as IJava.
 *
 * <p>It stands in under the kernel name {@code java} where IJava cannot be downloaded, and it is always there under the
 * name {@code syntic}. A cell's way through the package: {@link syntic.kernel.Inbox} takes it from a socket of
 * {@link syntic.kernel.Connection}, {@link syntic.kernel.Requests} has {@link syntic.kernel.SynticKernel} answer it,
 * {@link syntic.kernel.Session} gives its statements to jshell one by one, {@link syntic.kernel.CellThread} runs them,
 * {@link syntic.kernel.CellFailure} says what went wrong in terms of the cell's own lines,
 * {@link syntic.kernel.CellReply} sends what it prints and shows.
 */
package syntic.kernel;

