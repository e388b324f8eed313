/**
 * The command {@code evaluate}: scores files of generated captions by the metrics of {@link syntic.metric}, compares
 * systems with each other, and writes what it finds as a table, as JSON and as CSV.
 */
package syntic.evaluate;

