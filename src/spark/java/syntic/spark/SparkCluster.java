package syntic.spark;

import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import syntic.io.UserException;
import syntic.nn.Ownership;
import syntic.project.Cluster;

/** Apache Spark. What {@code -Dspark.…} or spark-submit say of it is left so, except where work would be lost. */
public final class SparkCluster implements Cluster {
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*)])?");
    /** More than a task fails before it gives itself up, as that may fail too. */
    private static final int MOST_FAILURES = 3 * DrawingTask.ATTEMPTS;

    @Override
    public Drawing start(Order order, PrintStream out) {
        SparkConf conf = conf(order);
        JavaSparkContext spark;
        try {
            spark = new JavaSparkContext(conf);
        } catch (Exception e) {
            // Scala throws checked ones too, and does not say so.
            throw new UserException("Spark does not start on " + conf.get("spark.master") + " (" + e.getMessage()
                    + "); name a master such as local[2], local-cluster[2,1,4096] or spark://HOST:7077", e);
        }
        Opening opening = new ProjectOpening(order.project().toAbsolutePath().normalize().toString(), order.device(),
                order.dtype(), conf.getInt("spark.task.cpus", 1));
        return Ownership.handOver(new SparkTasks(spark, opening), tasks -> new SparkDrawing(tasks, order, out));
    }

    static SparkConf conf(Order order) {
        SparkConf conf = new SparkConf().setAppName("syntic synthesize " + order.project());
        if (!order.master().equals("submit")) {
            conf.setMaster(master(order.master()));
        } else if (!conf.contains("spark.master")) {
            throw new UserException("--spark submit is for what spark-submit starts; name a master, such as local[2]");
        }
        if (order.threads() != null && order.threads().matches("[1-9]\\d{0,3}")) {
            conf.set("spark.task.cpus", order.threads());
        }
        if (conf.get("spark.master").startsWith("local")) {
            conf.setIfMissing("spark.driver.host", "127.0.0.1").setIfMissing("spark.driver.bindAddress", "127.0.0.1")
                    // Executors that are killed again and again are no reason to end.
                    .set("spark.deploy.maxExecutorRetries", "-1");
        }
        return conf.set("spark.task.maxFailures", Integer.toString(MOST_FAILURES))
                .set("spark.dynamicAllocation.enabled", "false")
                .setIfMissing("spark.ui.enabled", "false")
                .setIfMissing("spark.executor.extraClassPath", ownJar())
                .setIfMissing("spark.executorEnv.SPARK_SCALA_VERSION", "2.13")
                .setIfMissing("spark.executorEnv.OMP_WAIT_POLICY", "PASSIVE");
    }

    /** Where all is one process Spark gives up after the first failure, unless the master says otherwise. */
    private static String master(String master) {
        Matcher local = LOCAL.matcher(master);
        return local.matches() ? "local[" + (local.group(1) == null ? "1" : local.group(1)) + "," + MOST_FAILURES + "]"
                : master;
    }

    /** The jar with this class, whose manifest names all others. */
    private static String ownJar() {
        try {
            return Path.of(SparkCluster.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class comes from a file", e);
        }
    }
}
