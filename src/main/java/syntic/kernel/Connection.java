package syntic.kernel;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.publish.PublishStatus;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * The sockets to Jupyter and the threads that read them: the library's own end with the first message that is wrongly
 * signed or cut off, which any program on this machine can send.
 */
final class Connection extends JupyterConnection {
    /** No cell is as long; a longer message would only fill the memory. */
    private static final long MOST_BYTES = 1 << 27;

    /** The compiler follows the nesting of a cell on its stack; memory is taken as it is used. */
    private static final long COMPILER_STACK_BYTES = 1 << 26;

    private static final System.Logger LOGGER = System.getLogger(Connection.class.getName());

    private final KernelConnectionProperties properties;
    private final HMACGenerator signatures;

    /** In the place of the library's, which loses a beat when a stranger leaves before it is answered. */
    private final ZMQ.Socket heart = ZMQ.context(1).socket(SocketType.ROUTER);

    Connection(KernelConnectionProperties properties) throws GeneralSecurityException {
        super(properties);
        this.properties = properties;
        signatures = properties.createHMACGenerator();
    }

    /** Opens the sockets, those for answers before those for requests. */
    @Override
    public void connect() {
        // A reader that is slow must not lose the end of a cell; what a cell can have waiting, CellReply limits.
        iopub.setSndHWM(0);
        for (ZMQ.Socket socket : List.of(iopub, stdin, heart, control, shell)) {
            socket.setMaxMsgSize(MOST_BYTES);
        }
        bind(iopub, properties.getIopubPort());
        iopub.sendMessage(new Message<>(null, PublishStatus.MESSAGE_TYPE, PublishStatus.STARTING));
        bind(stdin, properties.getStdinPort());
        bind(heart, properties.getHbPort());
        bind(control, properties.getControlPort());
        bind(shell, properties.getShellPort());
        serve("heartbeat", 0, this::echo);
        serve("control", 0, new Requests(this, control, new Inbox(control, signatures))::answer);
        serve("requests", COMPILER_STACK_BYTES, new Requests(this, shell, new Inbox(shell, signatures))::answer);
    }

    private void bind(ZMQ.Socket socket, int port) {
        socket.bind(properties.getTransport() + "://" + properties.getIp() + ":" + port);
    }

    private void echo() {
        List<byte[]> frames = Inbox.frames(heart);
        for (int i = 0; i < frames.size(); i++) {
            heart.send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
        }
    }

    /** Does something again and again, whatever becomes of it. */
    private static void serve(String name, long stackBytes, Runnable once) {
        Thread thread = new Thread(null, () -> {
            while (true) {
                try {
                    once.run();
                } catch (RuntimeException | Error failure) {
                    LOGGER.log(Level.WARNING, "the thread of the " + name + " goes on after " + failure, failure);
                }
            }
        }, name, stackBytes);
        thread.setDaemon(true);
        thread.start();
    }

    /** What a cell prints and asks goes through its {@link CellReply}. */
    @Override
    public ShellReplyEnvironment prepareReplyEnv(ShellChannel channel, MessageContext request) {
        return new CellReply(channel, stdin, new Inbox(stdin, signatures), iopub, request);
    }

    /**
     * Whether requests to run cells or the like have come that are not read yet; asked by the thread that reads them.
     */
    boolean requestsWait() {
        return (shell.getEvents() & ZMQ.Poller.POLLIN) != 0;
    }
}
