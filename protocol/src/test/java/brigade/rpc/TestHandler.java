package brigade.rpc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import brigade.wire.WireException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Does what the first word of a request's JSON says: {@code echo}; {@code fail}; {@code refuse STATUS};
 * {@code sleep MS}; {@code hang FILE}, until that file is there; {@code size JSON DATA}, a reply of these sizes whose byte i is {@link #patternAt}.
 */
final class TestHandler implements RpcHandler {
    static byte patternAt(int index) {
        return (byte) (index * 31 + (index >>> 8));
    }

    @Override
    public void handle(RpcCall call) {
        String request = new String(call.requestJson(), 0, call.requestJsonBytes(), StandardCharsets.UTF_8);
        String[] words = request.substring(0, Math.min(100, request.length())).split(" ", -1);
        try {
            switch (words[0]) {
                case "fail" -> {
                    call.replyJson().write("half a reply".getBytes(StandardCharsets.UTF_8));
                    call.replyData(100);
                    throw new ArithmeticException("as asked");
                }
                case "refuse" -> throw new WireException(Integer.parseInt(words[1]), "refused \"as asked\"\n");
                case "sleep" -> Thread.sleep(Long.parseLong(words[1]));
                case "hang" -> hangUntil(Path.of(words[1]));
                case "size" -> fill(call, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                default -> echo(call);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void hangUntil(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(5);
        }
    }

    private static void echo(RpcCall call) throws IOException {
        call.replyJson().write(call.requestJson(), 0, call.requestJsonBytes());
        MemorySegment data = call.requestData();
        MemorySegment.copy(data, 0, call.replyData(call.requestDataBytes()), 0, call.requestDataBytes());
    }

    private static void fill(RpcCall call, int jsonBytes, int dataBytes) throws IOException {
        for (int i = 0; i < jsonBytes; i++) {
            call.replyJson().write(patternAt(i));
        }
        MemorySegment data = call.replyData(dataBytes);
        for (int i = 0; i < dataBytes; i++) {
            data.set(JAVA_BYTE, i, patternAt(i));
        }
    }
}
