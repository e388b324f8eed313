package syntic.nn.train;

import java.nio.file.Path;
import syntic.nn.Stopped;
import syntic.nn.Work;

/**
 * The steps of a training that can be stopped at any time and goes on where it was. If every step depends on its number
 * alone, it ends with the same bits as one that was not stopped.
 *
 * @param file of the checkpoint
 * @param steps of the whole training
 */
public record ResumableSteps(Checkpoint checkpoint, Path file, long steps) {
    /** What a training does in its steps and between them. */
    public interface Course {
        /** Called once. @param made steps that were made before */
        default void begin(long made) {}

        /**
         * Makes one step. It may throw {@link Stopped} before anything has changed, or when the step is made.
         *
         * @param number from 0
         */
        void step(long number);

        /** Whether to save now; after the last step the state is saved in any case. */
        boolean due(long made);

        /** Called before the state is saved. */
        default void saving() {}

        /** Called after every step, when its state is saved if it was due. */
        default void made(long made) {}
    }

    /** @throws Stopped when the state is saved, if the course was stopped, the thread interrupted, or the process ends */
    public void run(Course course) {
        Work.alone(() -> {
            long before = checkpoint.restore(file);
            course.begin(before);
            try {
                for (long number = before; number < steps; number++) {
                    course.step(number);
                    if (number + 1 == steps || course.due(number + 1)) {
                        save(course);
                    }
                    course.made(number + 1);
                }
            } catch (Stopped e) {
                save(course);
                throw e;
            }
            return null;
        });
    }

    private void save(Course course) {
        course.saving();
        checkpoint.save(file);
    }
}
