/**
 * Apache Spark as a {@link syntic.project.Cluster}: the driver divides captions into tasks, executors draw them with
 * the models that each process opens once, and every task leaves a Parquet file, from which the driver makes the
 * project's feature pack.
 */
package syntic.spark;
