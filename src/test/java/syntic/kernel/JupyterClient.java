package syntic.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import syntic.Workbook;

/** A kernel that the real Jupyter client library started, and the way to talk to it. */
final class JupyterClient implements AutoCloseable {
    private static final Gson GSON = new Gson();

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    JupyterClient(String python, String kernel) throws IOException {
        Path script = Workbook.ROOT.resolve("src/test/python/kernel_client.py");
        ProcessBuilder builder = new ProcessBuilder(python, script.toString(), kernel);
        builder.environment().put("JUPYTER_PATH", Workbook.ROOT.resolve("target/jupyter").toString());
        process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        requests = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        read("the kernel did not start");
    }

    /** What a cell said: {@code stdout}, {@code stderr}, {@code results}, {@code traceback} and so on. */
    JsonObject run(String source) throws IOException {
        return ask(Map.of("run", source));
    }

    /** Runs a cell and interrupts it half a second after it first prints something. */
    JsonObject runAndInterrupt(String source) throws IOException {
        return ask(Map.of("run", source, "interrupt", true));
    }

    /** Sends all cells at once, as "run all" does. */
    JsonObject runAll(String... sources) throws IOException {
        return ask(Map.of("run_all", List.of(sources)));
    }

    /** What a cell printed, read only after it has ended. */
    String runWithoutReading(String source) throws IOException {
        return ask(Map.of("run_without_reading", source)).get("stdout").getAsString();
    }

    /** Sends to all sockets what a stranger can send; tells how the heart beats afterwards. */
    JsonObject sendJunk() throws IOException {
        return ask(Map.of("junk", true));
    }

    JsonObject complete(String source) throws IOException {
        return ask(Map.of("complete", source));
    }

    String isComplete(String source) throws IOException {
        return ask(Map.of("is_complete", source)).get("status").getAsString();
    }

    private JsonObject ask(Map<String, Object> request) throws IOException {
        requests.write(GSON.toJson(request));
        requests.newLine();
        requests.flush();
        return read("the kernel did not answer " + request);
    }

    private JsonObject read(String failure) throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IllegalStateException(failure + "; its client's messages are above");
        }
        return GSON.fromJson(line, JsonObject.class);
    }

    /** Shuts the kernel down and makes sure that its process is gone. */
    @Override
    public void close() throws IOException {
        requests.close();
        try {
            if (!read("the client ended early").get("ended").getAsBoolean()
                    || !process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the kernel's process did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroy();
        }
    }
}
