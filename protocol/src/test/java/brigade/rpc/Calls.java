package brigade.rpc;

import java.nio.charset.StandardCharsets;

/** Short ways to call a {@link TestHandler}. */
final class Calls {
    private static final float[] NO_SOUND = {};

    private Calls() {}

    static RpcReply call(RpcClient client, String json) {
        return call(client, json, NO_SOUND);
    }

    static RpcReply call(RpcClient client, String json, float[] sound) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return client.call(bytes, bytes.length, sound, sound.length, new RpcReply());
    }

    /** {@code bytes} characters that begin with {@code command}. */
    static String longJson(String command, int bytes) {
        StringBuilder text = new StringBuilder(command).append(' ');
        while (text.length() < bytes) {
            text.append((char) ('a' + text.length() * 7 % 26));
        }
        text.setLength(bytes);
        return text.toString();
    }

    static float[] sound(int samples) {
        float[] sound = new float[samples];
        for (int i = 0; i < samples; i++) {
            sound[i] = i * 0.5f;
        }
        return sound;
    }

    static float[] samplesOf(RpcReply reply) {
        float[] sound = new float[reply.dataBytes() / Float.BYTES];
        reply.copySamples(sound, sound.length);
        return sound;
    }
}
