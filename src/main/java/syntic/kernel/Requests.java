package syntic.kernel;

import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.channels.ShellHandler;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.reply.ErrorReply;
import java.util.List;

/** Answers the requests of one socket, in order. Whatever is thrown on the way is an answer, too. */
record Requests(Connection connection, ShellChannel channel, Inbox inbox) {
    /** Waits for the next request and answers it. */
    void answer() {
        inbox.next().ifPresent(this::answer);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private void answer(Message<?> request) {
        ShellHandler handler = connection.getHandler(request.getHeader().getType());
        if (handler == null) {
            Inbox.drop("nothing answers " + request.getHeader().getType());
            return;
        }
        ShellReplyEnvironment reply = connection.prepareReplyEnv(channel, request);
        try {
            handler.handle(reply, request);
        } catch (RuntimeException | Error failure) {
            tell(reply, request, failure);
        } finally {
            reply.resolveDeferrals();
        }
    }

    private static void tell(ShellReplyEnvironment reply, Message<?> request, Throwable failure) {
        String name = request.getHeader().getType().getName();
        MessageType<?> type = MessageType.getType(name.replace("_request", "_reply"));
        if (!name.equals(type.getName()) && type != MessageType.UNKNOWN) {
            reply.replyError(type.error(), new ErrorReply(failure.getClass().getSimpleName(), failure.toString(),
                    List.of(failure.toString())));
        }
    }
}
