package syntic.spark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import syntic.io.UserException;
import syntic.nn.Stopped;

/** Gives tasks to executors and waits for them. Each may fail a few times, and those that always do are named. */
final class SparkTasks implements AutoCloseable {
    private static final long PAUSE_MILLIS = 200;
    /** So many pauses after its end Spark has failed its jobs, but for one that it was given at that very moment. */
    private static final int LAST_PAUSES = 25;

    private final JavaSparkContext spark;
    private final Opening opening;
    private final Troubles troubles = new Troubles();

    SparkTasks(JavaSparkContext spark, Opening opening) {
        this.spark = spark;
        this.opening = opening;
        spark.sc().addSparkListener(troubles);
    }

    Troubles troubles() {
        return troubles;
    }

    /** What an executor says when it has opened the models. @throws UserException if it cannot */
    DrawingTask.Description describe() {
        DrawingTask.Description description = await(() -> spark.parallelize(List.of(opening), 1)
                .map(DrawingTask.Description::of).collectAsync(), () -> 0, done -> { }, () -> false).get(0);
        if (description.refusal() != null) {
            throw new UserException(description.refusal());
        }
        return description;
    }

    /**
     * @param parts of the captions, one for each task
     * @param failed is told why there is no record of a caption, by id
     * @param done is told of how many captions are done with
     * @return parts whose tasks failed too often, with the reason of the last time
     */
    Map<List<Sentence>, String> run(List<List<Sentence>> parts, DrawingTask.Target target, Map<String, String> failed,
            LongConsumer done, BooleanSupplier stop) {
        troubles.forgetTasks();
        LongAccumulator count = spark.sc().longAccumulator();
        CollectionAccumulator<DrawingTask.Failure> failures = spark.sc().collectionAccumulator();
        CollectionAccumulator<Integer> givenUp = spark.sc().collectionAccumulator();
        DrawingTask task = new DrawingTask(opening, target, count, failures, givenUp);
        try {
            await(() -> spark.parallelize(parts, parts.size()).foreachAsync(task::run), count::value, done, stop);
        } finally {
            failures.value().forEach(failure -> failed.put(failure.id(), failure.reason()));
        }
        Map<List<Sentence>, String> left = new LinkedHashMap<>();
        givenUp.value().forEach(part -> left.put(parts.get(part), troubles.of(part)));
        return left;
    }

    private <T> T await(Supplier<JavaFutureAction<T>> work, LongSupplier count, LongConsumer done,
            BooleanSupplier stop) {
        JavaFutureAction<T> job;
        try {
            job = work.get();
        } catch (RuntimeException e) {
            // A context that ends while it is asked has no words for it.
            throw spark.sc().isStopped() ? ended(e) : e;
        }
        long told = 0;
        int pauses = 0;
        try {
            while (!job.isDone()) {
                if (count.getAsLong() > told) {
                    told = count.getAsLong();
                    done.accept(told);
                }
                if (stop.getAsBoolean()) {
                    throw stopped(job);
                }
                pauses += spark.sc().isStopped() ? 1 : 0;
                if (pauses > LAST_PAUSES) {
                    throw ended(null);
                }
                try {
                    job.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    continue;
                }
            }
            T result = job.get();
            troubles.await(job.jobIds().get(0));
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped(job);
        } catch (ExecutionException e) {
            if (stop.getAsBoolean()) {
                throw stopped(job);     // Spark was told to end too, and was quicker
            }
            if (spark.sc().isStopped()) {
                throw ended(e);
            }
            throw new UserException("Spark gave the work up; what was made is kept, the same command goes on ("
                    + e.getCause().getMessage().lines().findFirst().orElse("") + ")", e.getCause());
        }
    }

    private UserException ended(Exception e) {
        return new UserException("Spark has ended on " + spark.sc().master() + ", as it says above; see that this "
                + "master is there and gives out work; what was made is kept, the same command goes on", e);
    }

    private static Stopped stopped(JavaFutureAction<?> job) {
        job.cancel(true);
        return new Stopped("stopped; what was drawn is kept, the same command goes on");
    }

    @Override
    public void close() {
        spark.stop();
    }
}
