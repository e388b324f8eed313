package syntic.kernel;

import io.github.spencerpark.jupyter.channels.ShellHandler;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Leaves out the cells that already wait when one fails or is interrupted, so that "run all" stops there. A cell that
 * is sent afterwards runs.
 */
final class StopOnError implements ShellHandler<ExecuteRequest> {
    /** A waiting request is read well within this time; one that comes later was sent knowing of the failure. */
    private static final long WAITING_MILLIS = 500;

    private final ShellHandler<ExecuteRequest> execute;
    private final BooleanSupplier lastCellFailed;
    private final BooleanSupplier requestsWait;
    private long leaveOutUntil;

    StopOnError(ShellHandler<ExecuteRequest> execute, BooleanSupplier lastCellFailed, BooleanSupplier requestsWait) {
        this.execute = execute;
        this.lastCellFailed = lastCellFailed;
        this.requestsWait = requestsWait;
    }

    @Override
    public void handle(ShellReplyEnvironment reply, Message<ExecuteRequest> request) {
        boolean stop;
        if (System.currentTimeMillis() < leaveOutUntil) {
            leaveOut(reply, request);
            stop = true;
        } else {
            execute.handle(reply, request);
            stop = lastCellFailed.getAsBoolean() && request.getContent().shouldStopOnError();
        }
        leaveOutUntil = stop && requestsWait.getAsBoolean() ? System.currentTimeMillis() + WAITING_MILLIS : 0;
    }

    /** Answers "aborted", which the library has no message for. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static void leaveOut(ShellReplyEnvironment reply, Message<ExecuteRequest> request) {
        reply.setBusyDeferIdle();
        reply.reply(new Message(request, (MessageType) MessageType.EXECUTE_REPLY, Map.of("status", "aborted")));
    }
}
