package brigade.stress.choir;

import brigade.audio.AudioFormat;
import brigade.shard.codec.BundleDecoder;
import brigade.shard.codec.OpusCodec;
import brigade.wire.PacketBundle;
import brigade.wire.WireLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What was heard over v1, as streams without a break. Members of a bucket who received the same bytes in the same turns
 * share one stream, so each is decoded once. One thread builds; streams decode in any.
 */
final class V1Streams {
    private static final int BATCH = AudioFormat.V1_BATCH_SAMPLES;

    /** Same bucket, same first turn, same bytes. */
    private record Key(int bucket, int firstTurn, List<Integer> ids) {}

    /** One distinct stream and who received it. */
    private static final class Distinct {
        private final List<V1Log.Packets> packets;
        private final List<String> readers = new ArrayList<>();
        private final long[] fromNs;
        private final long[] byNs;
        private final TreeSet<Integer> againAt = new TreeSet<>();

        Distinct(List<V1Log.Entry> turns) {
            packets = turns.stream()
                    .map(turn -> Objects.requireNonNull(turn.packets()))
                    .toList();
            fromNs = new long[turns.size()];
            byNs = new long[turns.size()];
            java.util.Arrays.fill(fromNs, Long.MAX_VALUE);
            java.util.Arrays.fill(byNs, Long.MIN_VALUE);
        }

        void add(String reader, List<V1Log.Entry> turns) {
            readers.add(reader);
            for (int i = 0; i < turns.size(); i++) {
                fromNs[i] = Math.min(fromNs[i], turns.get(i).fromNs());
                byNs[i] = Math.max(byNs[i], turns.get(i).doneNs());
                if (turns.get(i).again()) {
                    againAt.add(i);
                }
            }
        }
    }

    private final V1Times times;
    private final OpusCodec codec;

    V1Streams(V1Times times, OpusCodec codec) {
        this.times = times;
        this.codec = codec;
    }

    /** All distinct streams of a run. */
    List<HeardStream> of(ChoirPlan plan, V1Log log) {
        Map<Key, Distinct> distinct = new LinkedHashMap<>();
        for (ChoirSinger singer : plan.singers()) {
            int turns = singer.turns().size();
            for (int first = 0; first < turns; ) {
                int end = first;
                List<V1Log.Entry> unbroken = new ArrayList<>();
                while (end < turns
                        && log.entry(singer, end).isAnswered()
                        && (end == first || !log.entry(singer, end).anew())) {
                    unbroken.add(log.entry(singer, end++));
                }
                if (!unbroken.isEmpty()) {
                    List<Integer> ids = unbroken.stream()
                            .map(turn -> Objects.requireNonNull(turn.packets()).id())
                            .toList();
                    distinct.computeIfAbsent(new Key(singer.bucket(), first, ids), _ -> new Distinct(unbroken))
                            .add(singer.name(), unbroken);
                }
                first = Math.max(first + 1, end);
            }
        }
        List<HeardStream> streams = new ArrayList<>();
        distinct.forEach((key, stream) -> streams.add(() -> decode(key, stream)));
        return streams;
    }

    private HeardRun decode(Key key, Distinct stream) {
        long start = times.readEnd(key.bucket(), key.firstTurn()) - BATCH - AudioFormat.CODEC_DELAY_SAMPLES;
        int turns = stream.packets.size();
        float[] sound = new float[turns * BATCH];
        float[] batch = new float[WireLimits.V1_REQUEST_MAX_SAMPLES];
        PacketBundle bundle = new PacketBundle();
        List<HeardRun.Part> parts = new ArrayList<>();
        List<Long> scars = new ArrayList<>();
        try (BundleDecoder decoder = new BundleDecoder(codec.newDecoder())) {
            for (int i = 0; i < turns; i++) {
                byte[] bytes = stream.packets.get(i).bytes();
                bundle.read(bytes, 0, bytes.length, WireLimits.V1_REQUEST_MAX_SAMPLES);
                System.arraycopy(batch, 0, sound, i * BATCH, decoder.decode(bundle, batch));
                long clock = start + (long) i * BATCH;
                parts.add(new HeardRun.Part(clock, stream.fromNs[i], stream.byNs[i]));
                if (stream.againAt.contains(i)) {
                    scars.add(clock);
                }
            }
        }
        return new HeardRun(key.bucket(), stream.readers, start, sound, parts, scars);
    }
}
