package brigade.shard.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told is recorded. */
final class TapLog implements RecordingTap {
    final List<String> told = new CopyOnWriteArrayList<>();

    /** Clocks of voices that were recorded, as they came. */
    final List<Long> voices = new CopyOnWriteArrayList<>();

    /** Clocks of packets of the mix. */
    final List<Long> mixes = new CopyOnWriteArrayList<>();

    /** From, to, behind. */
    final List<long[]> outages = new CopyOnWriteArrayList<>();

    @Override
    public void recording(String room, boolean on) {
        told.add(room + " " + on);
    }

    @Override
    public void voice(VoiceMessage message) {
        if (new String(message.room, StandardCharsets.UTF_8).equals("main") && message.person > 1_000) {
            voices.add(message.clock);
        }
    }

    @Override
    public void mix(byte[] room, long encoder, long clock, boolean reset, byte[] bytes, int offset, int length) {
        mixes.add(clock);
    }

    @Override
    public void outage(byte[] room, long fromClock, long toClock, long behindSamples) {
        outages.add(new long[] {fromClock, toClock, behindSamples});
    }
}
