package brigade.shard.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A socket in memory: keeps what it is sent, and is as quick as the test wants. */
final class FakeWire implements Wire {
    final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<byte[]> mixes = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<Sent> stuck = new LinkedBlockingQueue<>();
    volatile boolean sticks;
    volatile boolean keepsNothing;
    volatile int closeCode;
    volatile String closeReason = "";
    volatile boolean disconnected;

    @Override
    public void binary(ByteBuffer bytes, Sent done) {
        if (sticks) {
            stuck.add(done);
            return;
        }
        if (keepsNothing) {
            done.sent();
            return;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        mixes.add(copy);
        done.sent();
    }

    @Override
    public void text(String json, Sent done) {
        texts.add(json);
        if (sticks) {
            stuck.add(done);
        } else {
            done.sent();
        }
    }

    @Override
    public void close(int code, String reason) {
        closeReason = reason;
        closeCode = code;
    }

    @Override
    public void disconnect() {
        disconnected = true;
    }

    /** The next message of that type; others before it are dropped. */
    String await(String type) throws InterruptedException {
        while (true) {
            String text = texts.poll(30, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("no " + type);
            }
            if (text.contains("\"type\":\"" + type + "\"")) {
                return text;
            }
        }
    }
}
