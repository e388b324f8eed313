package syntic.kernel;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.publish.PublishStatus;
import java.security.GeneralSecurityException;
import org.zeromq.ZMQ;

/**
 * The sockets to Jupyter, opened in an order in which no request can be answered before the socket for its answer is
 * there: in the library's own order the first request can meet an output socket that is not bound yet.
 */
final class Connection extends JupyterConnection {
    private final KernelConnectionProperties properties;

    Connection(KernelConnectionProperties properties) throws GeneralSecurityException {
        super(properties);
        this.properties = properties;
    }

    @Override
    public void connect() {
        iopub.bind(properties);
        iopub.sendMessage(new Message<>(null, PublishStatus.MESSAGE_TYPE, PublishStatus.STARTING));
        stdin.bind(properties);
        heartbeat.bind(properties);
        control.bind(properties);
        shell.bind(properties);
    }

    /**
     * Whether requests to run cells or the like have come that are not read yet; asked by the thread that reads them.
     */
    boolean requestsWait() {
        return (shell.getEvents() & ZMQ.Poller.POLLIN) != 0;
    }
}
