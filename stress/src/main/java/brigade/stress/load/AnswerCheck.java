package brigade.stress.load;

import brigade.audio.AudioFormat;
import brigade.shard.codec.BundleDecoder;
import brigade.shard.codec.OpusCodec;
import brigade.wire.PacketBundle;
import brigade.wire.WireException;
import brigade.wire.WireLimits;

/**
 * Looks at answers: whether they are whole, and now and then whether they sound. One worker's; one thread. Every answer
 * is taken apart; decoding each one would cost the tester a third of what the servers use.
 */
final class AnswerCheck implements AutoCloseable {
    /** Below -60 dBFS RMS over 600 ms nothing can be heard. */
    private static final double SILENT_RMS = 0.001;

    private static final int USER_ROW_BYTES = 51;
    private static final String METADATA_LENGTH = "\"metadata_len\":";
    private static final String MESSAGE = "\"message\":";

    private final PacketBundle bundle = new PacketBundle();
    private final BundleDecoder decoder;
    private final float[] heard = new float[WireLimits.V1_REQUEST_MAX_SAMPLES];

    AnswerCheck(OpusCodec codec) {
        decoder = new BundleDecoder(codec.newDecoder());
    }

    /** What is wrong with an answer, as a kind for counting; empty when it is whole. */
    String fault(HttpAnswer answer) {
        if (answer.status() != 200) {
            return AnswerKinds.refusal(answer.status(), message(answer.metadata()));
        }
        int metadataBytes = number(answer.metadata(), METADATA_LENGTH);
        byte[] body = answer.body();
        int bytes = answer.bodyBytes();
        if (metadataBytes < 2 || metadataBytes + 2 > bytes) {
            return "an answer without metadata";
        }
        int users = ((body[metadataBytes] & 0xff) << 8) | (body[metadataBytes + 1] & 0xff);
        int soundAt = metadataBytes + 2 + users * USER_ROW_BYTES;
        if (soundAt > bytes) {
            return "an answer cut short";
        }
        try {
            bundle.read(body, soundAt, bytes - soundAt, WireLimits.V1_REQUEST_MAX_SAMPLES);
        } catch (WireException e) {
            return "an answer whose sound is not Opus";
        }
        return bundle.samples() == AudioFormat.V1_BATCH_SAMPLES ? "" : "an answer of another length than was sent";
    }

    /** Decodes the answer that {@link #fault} found whole, and tells whether it is silent. */
    boolean isSilent() {
        decoder.reset(); // answers between were not decoded
        int samples = decoder.decode(bundle, heard);
        double sum = 0;
        for (int i = 0; i < samples; i++) {
            sum += (double) heard[i] * heard[i];
        }
        return sum < SILENT_RMS * SILENT_RMS * samples;
    }

    /** The number after {@code key} in a flat piece of JSON; -1 without. */
    private static int number(String json, String key) {
        int at = json.indexOf(key);
        if (at < 0) {
            return -1;
        }
        at += key.length();
        while (at < json.length() && json.charAt(at) == ' ') {
            at++;
        }
        int value = 0;
        int digits = 0;
        for (; at < json.length() && Character.digit(json.charAt(at), 10) >= 0 && digits < 9; at++, digits++) {
            value = 10 * value + Character.digit(json.charAt(at), 10);
        }
        return digits == 0 ? -1 : value;
    }

    private static String message(String json) {
        int at = json.indexOf(MESSAGE);
        int from = at < 0 ? -1 : json.indexOf('"', at + MESSAGE.length());
        int to = from < 0 ? -1 : json.indexOf('"', from + 1);
        return to < 0 ? "" : json.substring(from + 1, to);
    }

    @Override
    public void close() {
        decoder.close();
    }
}
