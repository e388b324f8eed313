/**
 * What is kept on disk between runs: feature sets and other results, each with the record of what made it, reused when
 * that is the same and refused when it is damaged or something else.
 */
package syntic.store;

