package syntic.metric.spice;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import syntic.io.UserException;
import syntic.store.StoreException;

/**
 * Loads Stanford CoreNLP 3.6.0, on which SPICE is defined, from a folder of its own: the tokenizer of the other metrics
 * is defined on release 3.4.1, which is on the class path.
 */
public final class CoreNlp {

    private static final String CODE = "stanford-corenlp-3.6.0.jar";
    private static final String MODELS = "stanford-corenlp-3.6.0-models.jar";
    /** The classes of this package that use CoreNLP: {@code CoreNlpPipeline} and what it is made of. */
    private static final Pattern USERS = Pattern.compile(CoreNlp.class.getName() + "[A-Z].*");
    private static final String PIPELINE = CoreNlp.class.getName() + "Pipeline";
    private static final String GRAMMAR = "edu/stanford/nlp/models/lexparser/englishPCFG.ser.gz";

    /**
     * Classes of CoreNLP come from the folder alone, and those that use them are defined again beside them; all else
     * is shared. The library's own jar is not searched: its manifest names the other release.
     */
    private static final class Isolated extends URLClassLoader {

        Isolated(List<URL> urls) {
            super(urls.toArray(URL[]::new), CoreNlp.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean own = USERS.matcher(name).matches();
            if (!own && !name.startsWith("edu.stanford.nlp.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : own ? defineAgain(name) : findClass(name);
            }
        }

        private Class<?> defineAgain(String name) throws ClassNotFoundException {
            try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = file.readAllBytes();
                return defineClass(name, code, 0, code.length, CoreNlp.class.getProtectionDomain());
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private CoreNlp() {
    }

    /**
     * The folder of the system property {@code syntic.corenlp}, else of the environment variable
     * {@code SYNTIC_CORENLP}, else {@code spice} beside the library's jar, where the build puts it.
     */
    static Path folder() {
        String chosen = System.getProperty("syntic.corenlp", System.getenv("SYNTIC_CORENLP"));
        if (chosen != null && !chosen.isBlank()) {
            return Path.of(chosen);
        }
        Path code = code();
        return Files.isRegularFile(code) ? code.resolveSibling("spice") : Path.of("lib", "spice");
    }

    private static Path code() {
        try {
            return Path.of(CoreNlp.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the parser and its grammar are there. */
    public static boolean isAvailable() {
        Path folder = folder();
        return Files.isRegularFile(folder.resolve(CODE))
                && (Files.isRegularFile(folder.resolve(MODELS)) || Files.isRegularFile(folder.resolve(GRAMMAR)));
    }

    /**
     * Loads the parser (a second or two).
     *
     * @throws IllegalArgumentException if it is not there; the message says how to get it
     */
    public static DependencyParser parser() {
        Path folder = folder();
        if (!isAvailable()) {
            throw new UserException("SPICE needs Stanford CoreNLP 3.6.0 and its English grammar in "
                    + folder.toAbsolutePath() + ". Fetch them once by 'mvn -Pspice process-resources' (downloads "
                    + "385 MB, keeps 10 MB), or put " + CODE + " and " + MODELS
                    + " from Maven Central (edu.stanford.nlp:stanford-corenlp:3.6.0) there");
        }
        try {
            List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
            try (Stream<Path> files = Files.list(folder)) {
                for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                    urls.add(jar.toUri().toURL());
                }
            }
            var constructor = new Isolated(urls).loadClass(PIPELINE).getDeclaredConstructor(String.class);
            constructor.setAccessible(true);
            return (DependencyParser) constructor.newInstance("CoreNLP 3.6.0 English PCFG");
        } catch (IOException e) {
            throw new StoreException(folder.toAbsolutePath() + ": cannot be read (" + e + "); move the folder away "
                    + "and fetch it again", e);
        } catch (ReflectiveOperationException e) {
            throw new UserException("CoreNLP in " + folder.toAbsolutePath() + " cannot be loaded ("
                    + (e.getCause() == null ? e : e.getCause()) + "); move the folder away and fetch it again", e);
        }
    }
}
