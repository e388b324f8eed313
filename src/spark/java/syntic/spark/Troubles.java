package syntic.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Why tasks failed, as Spark tells it: what could be done by another try, and what could not. */
final class Troubles extends SparkListener {
    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(30);

    private final Map<Integer, String> byTask = new HashMap<>();
    private final Map<String, Trouble> byExecutor = new TreeMap<>();
    private int ended = -1;

    /**
     * Of one executor.
     *
     * @param tasks that failed there
     * @param reason of the last of them
     */
    record Trouble(int tasks, String reason) {}

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.reason() instanceof TaskFailedReason failure && failure.countTowardsTaskFailures()) {
            String reason = reason(failure);
            byTask.put(end.taskInfo().partitionId(), reason);
            byExecutor.merge(end.taskInfo().executorId() + " on " + end.taskInfo().host(), new Trouble(1, reason),
                    (before, now) -> new Trouble(before.tasks() + 1, now.reason()));
        }
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd end) {
        ended = end.jobId();
        notifyAll();
    }

    private static String reason(TaskFailedReason failure) {
        if (failure instanceof ExceptionFailure thrown) {
            return thrown.description();
        }
        return failure instanceof ExecutorLostFailure lost ? "the executor was lost: "
                + lost.reason().getOrElse(lost::toErrorString) : failure.toErrorString();
    }

    /** Waits until all is known of a job that has ended: Spark tells it later than its end. */
    synchronized void await(int job) throws InterruptedException {
        long until = System.currentTimeMillis() + PATIENCE;
        while (ended < job && System.currentTimeMillis() < until) {
            wait(Math.max(1, until - System.currentTimeMillis()));
        }
    }

    /** Before a job whose tasks have the numbers of former ones: their reasons are not those of these. */
    synchronized void forgetTasks() {
        byTask.clear();
    }

    /** Why a task of the present job failed last. */
    synchronized String of(int task) {
        return byTask.getOrDefault(task, "Spark does not say why");
    }

    /** Of executors, since this was last asked. */
    synchronized Map<String, Trouble> take() {
        Map<String, Trouble> all = new TreeMap<>(byExecutor);
        byExecutor.clear();
        return all;
    }
}
