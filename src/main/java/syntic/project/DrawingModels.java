package syntic.project;

import java.nio.file.Path;
import java.util.function.Supplier;
import syntic.nn.Compute;
import syntic.nn.Ownership;
import syntic.pack.Machine;
import syntic.pack.PictureMaker;
import syntic.stage.Encoding;
import syntic.stage.ObjectDetector;
import syntic.stage.Synthesis;

/**
 * The models that pictures of a project take: what draws, what encodes, and what looks for objects.
 *
 * @param detector null where the project names none
 */
public record DrawingModels(Synthesis synthesis, Encoding encoding, ObjectDetector detector) implements AutoCloseable {
    /**
     * @param compute asked when the models are found
     * @throws syntic.io.UserException if the project names no such models, or their folders are gone
     */
    public static DrawingModels open(Project project, Supplier<Compute> compute) {
        Path clip = project.clip();
        Path generator = project.textToImage();
        Compute device = compute.get();
        return Ownership.handOver(Encoding.from(device, clip), encoding ->
                Ownership.handOver(Synthesis.from(device, generator, project.synthesis()), synthesis ->
                        new DrawingModels(synthesis, encoding, project.detector(device))));
    }

    /** @param pictures folder in which the pictures are kept, or null */
    public PictureMaker maker(Path pictures) {
        PictureMaker maker = new PictureMaker(synthesis, encoding, detector, null);
        return pictures == null ? maker : maker.keeping(pictures);
    }

    /** This process, as it draws. @param compute as it was opened with */
    public Machine machine(Compute compute) {
        return Machine.drawing(compute, synthesis.model().batch());
    }

    @Override
    public void close() {
        if (detector != null) {
            detector.close();
        }
        synthesis.close();
        encoding.close();
    }
}
