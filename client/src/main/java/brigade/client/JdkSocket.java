package brigade.client;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's WebSocket as a {@link StreamSocket}: it takes one message at a time, so others wait here, at most {@link
 * #WAITING_MAX}; who cannot send for so long is cut.
 */
final class JdkSocket implements StreamSocket, WebSocket.Listener {
    private static final int WAITING_MAX = 2_000;

    private final Events events;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream(0);

    // Guarded by this.
    private @Nullable WebSocket socket;
    private boolean sending;
    private boolean closing;
    private boolean closed;

    JdkSocket(Events events) {
        this.events = events;
    }

    @Override
    public void onOpen(WebSocket opened) {
        synchronized (this) {
            socket = opened;
        }
        events.opened(this);
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        if (last && text.isEmpty()) {
            events.text(part.toString());
        } else {
            text.append(part);
            if (last) {
                events.text(text.toString());
                text.setLength(0);
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        if (last && binary.size() == 0) {
            events.binary(part);
        } else {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            binary.writeBytes(bytes);
            if (last) {
                events.binary(ByteBuffer.wrap(binary.toByteArray()));
                binary.reset();
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end(code, reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(BROKEN, error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage());
    }

    private void end(int code, String reason) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
        }
        events.closed(code, reason);
    }

    @Override
    public void sendText(String message) {
        send(message);
    }

    @Override
    public void sendBinary(byte[] bytes, int length) {
        ByteBuffer copy = ByteBuffer.allocate(length);
        copy.put(bytes, 0, length).flip();
        send(copy);
    }

    private void send(Object message) {
        boolean stuck;
        synchronized (this) {
            if (closed || closing) {
                return;
            }
            stuck = waiting.size() >= WAITING_MAX;
            if (!stuck) {
                waiting.add(message);
            }
        }
        if (stuck) {
            cut();
        } else {
            sendNext();
        }
    }

    /** Hands over the next message when none is under way. The hand-over is outside the lock: it may complete at once. */
    private void sendNext() {
        WebSocket to;
        Object next;
        synchronized (this) {
            to = socket;
            if (sending || closed || to == null || waiting.isEmpty()) {
                return;
            }
            sending = true;
            next = waiting.remove();
        }
        CompletableFuture<WebSocket> sent = switch (next) {
            case String message -> to.sendText(message, true);
            case ByteBuffer message -> to.sendBinary(message, true);
            default -> to.sendClose(WebSocket.NORMAL_CLOSURE, "");
        };
        var _ = sent.whenComplete((_, failure) -> {
            synchronized (this) {
                sending = false;
            }
            if (failure != null) {
                cut();
            } else {
                sendNext();
            }
        });
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed || closing) {
                return;
            }
            waiting.add(this); // stands for the closing frame
            closing = true;
        }
        sendNext();
    }

    @Override
    public void cut() {
        @Nullable WebSocket to;
        synchronized (this) {
            to = socket;
        }
        if (to != null) {
            to.abort();
        }
        end(BROKEN, "cut");
    }
}
