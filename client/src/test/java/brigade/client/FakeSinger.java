package brigade.client;

/** Sings a track in time with what it hears, and keeps what it hears at its clocks. */
final class FakeSinger implements ClientSound {
    final float[] heard = new float[FakeRoom.RING];
    final float[] spoken = new float[FakeRoom.RING];
    long blocks;
    long lastClock = -1;
    int jumps;

    private final float[] track;

    FakeSinger(float[] track) {
        this.track = track;
    }

    @Override
    public void sing(long fromSample, float[] mix, float[] sung, int samples) {
        blocks++;
        jumps += lastClock >= 0 && lastClock != fromSample ? 1 : 0;
        lastClock = fromSample + samples;
        for (int i = 0; i < samples; i++) {
            long at = fromSample + i - FakeRoom.ORIGIN;
            if (at >= 0 && at < heard.length) {
                heard[(int) at] = mix[i];
                sung[i] = at < track.length ? track[(int) at] : 0;
            }
        }
    }
}
