package syntic.kernel;

import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.channels.StdinChannel;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.publish.PublishStream;
import io.github.spencerpark.jupyter.messages.publish.PublishStream.StreamType;
import io.github.spencerpark.jupyter.messages.reply.InputReply;
import io.github.spencerpark.jupyter.messages.request.InputRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Where the answer to one request goes. What a cell prints is gathered for a moment and sent in few messages, before
 * anything else that the cell shows, because a reader loses messages that come faster than it reads.
 */
final class CellReply extends ShellReplyEnvironment {
    private static final int GATHERED_CHARACTERS = 64_000;
    private static final long GATHERED_MILLIS = 50;
    private static final int MOST_LINES = 100_000;
    private static final int MOST_CHARACTERS = 64_000_000;
    private static final int INPUT_WAIT_MILLIS = 200;
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "output");
        thread.setDaemon(true);
        return thread;
    });

    private final StdinChannel stdin;
    private final Inbox input;
    private final StringBuilder gathered = new StringBuilder();
    private StreamType gatheredFor = StreamType.OUT;
    private long lines;
    private long characters;
    private long linesLeftOut;
    private boolean full;

    CellReply(ShellChannel channel, StdinChannel stdin, Inbox input, JupyterSocket iopub, MessageContext request) {
        super(channel, stdin, iopub, request);
        this.stdin = stdin;
        this.input = input;
    }

    @Override
    public void writeToStdOut(String text) {
        print(StreamType.OUT, text);
    }

    @Override
    public void writeToStdErr(String text) {
        print(StreamType.ERR, text);
    }

    private synchronized void print(StreamType stream, String text) {
        long more = text.chars().filter(c -> c == '\n').count();
        if (!full && (lines + more > MOST_LINES || characters + text.length() > MOST_CHARACTERS)) {
            full = true;
            gather(StreamType.ERR, String.format(Locale.ROOT, "This cell prints more than %,d lines or %,d characters: "
                    + "what follows is left out.%n", MOST_LINES, MOST_CHARACTERS));
        }
        if (full) {
            linesLeftOut += more;
        } else {
            lines += more;
            characters += text.length();
            gather(stream, text);
        }
    }

    private void gather(StreamType stream, String text) {
        if (stream != gatheredFor || gathered.length() >= GATHERED_CHARACTERS) {
            send();
        }
        if (gathered.isEmpty()) {
            TIMER.schedule(this::send, GATHERED_MILLIS, TimeUnit.MILLISECONDS);
        }
        gatheredFor = stream;
        gathered.append(text);
    }

    private synchronized void send() {
        if (!gathered.isEmpty()) {
            getIopub().sendMessage(new Message<>(getContext(), PublishStream.MESSAGE_TYPE,
                    new PublishStream(gatheredFor, gathered.toString())));
            gathered.setLength(0);
        }
    }

    @Override
    public void publish(Message<?> message) {
        send();
        super.publish(message);
    }

    /** The end of the request: the last messages are its reply and that the kernel is idle. */
    @Override
    public void resolveDeferrals() {
        synchronized (this) {
            if (linesLeftOut > 0) {
                gather(StreamType.ERR, String.format(Locale.ROOT, "%,d lines were left out.%n", linesLeftOut));
                linesLeftOut = 0;
            }
            send();
        }
        super.resolveDeferrals();
    }

    /** Asks the person at the notebook for a line; an interrupt ends the question. */
    @Override
    public String readFromStdIn(String prompt, boolean isPassword) {
        stdin.sendMessage(new Message<>(getContext(), InputRequest.MESSAGE_TYPE, new InputRequest(prompt, isPassword)));
        stdin.setReceiveTimeOut(INPUT_WAIT_MILLIS);
        while (!Thread.currentThread().isInterrupted()) {
            Optional<Message<?>> answer = input.next();
            if (answer.isPresent() && answer.get().getHeader().getType() == MessageType.INPUT_REPLY) {
                return ((InputReply) answer.get().getContent()).getValue() + System.lineSeparator();
            }
        }
        return "";
    }
}
