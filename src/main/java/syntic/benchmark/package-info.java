/**
 * All compared systems on the same features, splits and seeds: protocols, runs that go on after a kill, and the table
 * that is drawn from their results alone.
 */
package syntic.benchmark;

