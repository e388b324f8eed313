/**
 * What a notebook cell calls to show things: pictures, tables, figures, galleries and progress.
 *
 * <p>The only package that knows of Jupyter, and it knows no particular kernel: {@link syntic.workbook.Notebook} finds
 * the one that runs and prints plain text where there is none. Every method meant for the end of a cell returns
 * nothing, because a kernel echoes the value of a cell's last expression.
 */
package syntic.workbook;

