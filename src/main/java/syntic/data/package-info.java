/**
 * Data sets: sentences and photos with their features, as every system gets them. A data set knows the stages and no
 * system.
 */
package syntic.data;
