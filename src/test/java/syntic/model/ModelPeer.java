package syntic.model;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The other side of {@link ModelBenchmark}: a Python process that runs the same models in eager PyTorch on request. */
final class ModelPeer implements AutoCloseable {
    private static final String SCRIPT = "src/test/python/model_peer.py";

    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;
    private final JsonObject about;

    /** @param python an interpreter that has torch */
    ModelPeer(String python, int threads) {
        ProcessBuilder builder = new ProcessBuilder(python, SCRIPT, Integer.toString(threads))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        String count = Integer.toString(threads);
        builder.environment().put("OMP_NUM_THREADS", count);
        builder.environment().put("OPENBLAS_NUM_THREADS", count);
        // PyTorch's idle threads would spin otherwise and take the processors from the threads of OpenBLAS: the peer
        // takes two to three times as long then.
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        try {
            process = builder.start();
            answers = process.inputReader();
            commands = process.outputWriter();
            about = JsonParser.parseString(answer()).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(python + " " + SCRIPT + " cannot be started; run the benchmark in the "
                    + "folder of the project, or without --peer", e);
        }
    }

    JsonObject about() {
        return about;
    }

    void load(String model, Path folder, Path inputs) {
        ask("load\t" + model + "\t" + folder + "\t" + inputs);
    }

    Timing run() {
        String[] seconds = ask("run").split(" ");
        return new Timing(Double.parseDouble(seconds[0]), Double.parseDouble(seconds[1]));
    }

    /** What the last run computed. */
    float[] output() {
        try {
            Path file = Files.createTempFile("peer", ".f32");
            ask("output\t" + file);
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
            Files.delete(file);
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ask(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException("the peer does not take '" + command + "'", e);
        }
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the peer has ended; what it said stands above");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** Seconds of one forward: on the clock, and of all processors together. */
    record Timing(double wall, double processor) {}
}
