package syntic.kernel;

import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.zeromq.ZMQ;

/** Takes the messages of a socket. What is not whole, signed and of this protocol is dropped and counted. */
record Inbox(ZMQ.Socket socket, HMACGenerator signatures) {
    private static final System.Logger LOGGER = System.getLogger(Inbox.class.getName());
    private static final AtomicLong DROPPED = new AtomicLong();
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final String PROTOCOL = "5.";
    /**
     * The library's own reader of messages, {@code fromJson(String, Class)}; named nowhere, because in this project's
     * jar Gson has another name than in the library's.
     */
    private static final Object READER;
    private static final Method READ;

    static {
        try {
            Field reader = JupyterSocket.class.getDeclaredField("gson");
            reader.setAccessible(true);
            READER = reader.get(null);
            READ = READER.getClass().getMethod("fromJson", String.class, Class.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Waits for the frames of the next message, whatever they are; none when the socket's time limit passes. */
    static List<byte[]> frames(ZMQ.Socket socket) {
        List<byte[]> frames = new ArrayList<>();
        byte[] frame = socket.recv();
        while (frame != null) {
            frames.add(frame);
            frame = socket.hasReceiveMore() ? socket.recv() : null;
        }
        return frames;
    }

    /** Waits for something to come; empty when that is dropped or the socket's time limit passes. */
    Optional<Message<?>> next() {
        List<byte[]> frames = frames(socket);
        if (frames.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(message(frames));
        } catch (RuntimeException | StackOverflowError unusable) {
            drop(unusable.getMessage());
            return Optional.empty();
        }
    }

    /** Tells of the first, the tenth, the hundredth … message that is left out, so that many do not fill the log. */
    static void drop(String reason) {
        long count = DROPPED.incrementAndGet();
        if (Long.toString(count).matches("10*")) {
            LOGGER.log(Level.WARNING, "{0} messages were left out so far, this one because of: {1}", count, reason);
        }
    }

    private Message<?> message(List<byte[]> frames) {
        int delimiter = 0;
        while (delimiter < frames.size() && !MessageDigest.isEqual(DELIMITER, frames.get(delimiter))) {
            delimiter++;
        }
        if (delimiter + 6 > frames.size()) {
            throw new IllegalArgumentException("its parts are not those of a Jupyter message");
        }
        List<byte[]> parts = frames.subList(delimiter + 2, delimiter + 6);
        byte[] signature = signatures.calculateSignature(parts.toArray(byte[][]::new))
                .getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(signature, frames.get(delimiter + 1))) {
            throw new IllegalArgumentException("its signature is wrong");
        }
        Header<?> header = read(parts.get(0), Header.class);
        if (!header.getVersion().startsWith(PROTOCOL)) {
            throw new IllegalArgumentException("its protocol has the version " + header.getVersion());
        }
        if (header.getType() == MessageType.UNKNOWN) {
            throw new IllegalArgumentException("its type is unknown");
        }
        boolean hasParent = !read(parts.get(1), Map.class).isEmpty();
        return message(frames.subList(0, delimiter), header, hasParent ? read(parts.get(1), Header.class) : null,
                read(parts.get(2), Map.class), parts.get(3), frames.subList(delimiter + 6, frames.size()));
    }

    @SuppressWarnings("unchecked")
    private static <T> Message<T> message(List<byte[]> identities, Header<T> header, Header<?> parent,
            Map<?, ?> metadata, byte[] content, List<byte[]> blobs) {
        return new Message<>(identities, header, parent, (Map<String, Object>) metadata,
                read(content, header.getType().getContentType()), blobs);
    }

    private static <T> T read(byte[] json, Class<T> type) {
        try {
            Object value = READ.invoke(READER, new String(json, StandardCharsets.UTF_8), type);
            return type.cast(Objects.requireNonNull(value, "a part of it is empty"));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("a part of it is not what it should be: " + e.getCause(), e);
        }
    }
}
