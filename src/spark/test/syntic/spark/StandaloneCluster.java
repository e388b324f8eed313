package syntic.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;

/** Spark's Master and a Worker of two cores, each in a process of its own, on loopback. */
record StandaloneCluster(String master, List<Process> processes) implements AutoCloseable {
    private static final Path JAR = Path.of("target/spark/syntic-spark.jar").toAbsolutePath();
    private static final int TRIES = 600;

    static StandaloneCluster start(Path work) throws IOException, InterruptedException {
        int port;
        try (ServerSocket any = new ServerSocket(0)) {
            port = any.getLocalPort();
        }
        String master = "spark://127.0.0.1:" + port;
        List<Process> processes = new ArrayList<>();
        processes.add(java("org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", port,
                "--webui-port", 0).start());
        processes.add(java("org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", 2, "--memory",
                "2g", "--webui-port", 0, "--work-dir", Files.createDirectories(work), master).start());
        StandaloneCluster cluster = new StandaloneCluster(master, processes);
        cluster.await(port);
        return cluster;
    }

    private void await(int port) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        close();
        throw new AssertionError("the Master does not answer at " + master);
    }

    /** What spark-submit does when it is told to run the main program with these arguments. */
    Command submit(Object... arguments) throws IOException {
        List<Object> all = new ArrayList<>(List.of("--master", master, "--class", "syntic.Main", "--driver-class-path",
                JAR, "--conf", "spark.executor.extraClassPath=" + JAR, "--conf", "spark.driver.host=127.0.0.1", JAR));
        all.addAll(Arrays.asList(arguments));
        return java("org.apache.spark.deploy.SparkSubmit", all.toArray());
    }

    /** A class of Spark's or of these tests, with what Spark's scripts set up. */
    static Command java(String name, Object... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("env", "SPARK_HOME=" + JAR.getParent(), "SPARK_SCALA_VERSION=2.13",
                "SPARK_LOCAL_IP=127.0.0.1", Command.JAVA, "-Xmx1g", "-Dslf4j.internal.verbosity=ERROR"));
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (String opened : jar.getManifest().getMainAttributes().getValue("Add-Opens").split("\\s+")) {
                line.add("--add-opens=" + opened + "=ALL-UNNAMED");
            }
        }
        line.addAll(List.of("-cp", classPath(), name));
        Arrays.stream(arguments).map(Object::toString).forEach(line::add);
        return new Command(line, Files.createTempFile("command", ".log"));
    }

    /** With these tests in it. */
    static String classPath() {
        return JAR + File.pathSeparator + JAR.resolveSibling("test-classes") + File.pathSeparator
                + JAR.resolveSibling("../test-classes").normalize();
    }

    @Override
    public void close() {
        processes.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }
}
