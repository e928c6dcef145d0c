package brigade.shard.listen;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What one listener gets: an unbroken stream, whenever he comes and whatever others do. */
class EndlessStreamTest {
    private static final long START = 446_000_000L * 192_000;
    private static final int HEAD_START = 50 * 960;

    private final OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
    private final RoomBroadcast room = new RoomBroadcast(Sender.silence(codec), START, System::nanoTime);

    private CompletableFuture<EndlessStream.End> start(OutputStream out) {
        CompletableFuture<EndlessStream.End> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                end.complete(new EndlessStream(room, 1, out, System::nanoTime).run(() -> true));
            } catch (IOException | InterruptedException | RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    /** Bytes, and a latch that opens with the first. */
    private static final class Ear extends ByteArrayOutputStream {
        private final CountDownLatch begun = new CountDownLatch(1);

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            begun.countDown();
        }

        void awaitBegin() throws InterruptedException {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whoComesInMidSongHearsItWithoutAGap() throws Exception {
        Song song = new Song(codec, START, 20);
        song.send(room, 400);
        Ear ear = new Ear();
        CompletableFuture<EndlessStream.End> end = start(ear);
        ear.awaitBegin();
        while (song.startClock + song.sung.length > room.endClock()) {
            song.send(room, 10);
            Thread.sleep(1);
        }
        Thread.sleep(500);
        room.ended("closed");
        assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(EndlessStream.End.ROOM);
        float[] heard = OpusFile.play(ear.toByteArray(), codec);
        long from = START + 400 * 960 - HEAD_START;
        int samples = (int) (song.startClock + song.sung.length - 960 - from);
        assertThat(heard.length).isGreaterThanOrEqualTo(samples);
        assertThat(Song.difference(Arrays.copyOf(heard, samples), song.unbroken(from, samples)))
                .isLessThan(0.003);
    }

    @Test
    void whoWaitsHearsSilenceAndThenTheSongFromItsFirstSample() throws Exception {
        Ear ear = new Ear();
        CompletableFuture<EndlessStream.End> end = start(ear);
        ear.awaitBegin();
        Thread.sleep(700);
        Song song = new Song(codec, START + 960_000, 6);
        song.sendAll(room);
        Thread.sleep(500);
        room.ended("closed");
        end.get(30, TimeUnit.SECONDS);
        float[] heard = OpusFile.play(ear.toByteArray(), codec);
        List<Correlator.Match> chirps = Correlator.of(Chirp.UP).all(heard, 0.6);
        assertThat(chirps).hasSize(6);
        for (int i = 1; i < chirps.size(); i++) {
            assertThat(Math.round(chirps.get(i).at() - chirps.get(i - 1).at())).isEqualTo(48_000);
        }
        assertThat(chirps.getFirst().at()).as("silence before").isGreaterThan(HEAD_START + Song.chirpAt(0));
    }

    @Test
    void whoDoesNotReadIsLetGoAndNobodyElseNotices() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        Ear ear = new Ear();
        CompletableFuture<EndlessStream.End> quick = start(ear);
        CompletableFuture<EndlessStream.End> slow = start(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[1], 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
        ear.awaitBegin();
        Song song = new Song(codec, START, 30);
        while (song.startClock + song.sung.length > room.endClock()) {
            int before = ear.size();
            song.send(room, 50);
            // A second in a few milliseconds: the quick one gets the time to take it, or he would be a slow one too.
            for (int tries = 0; ear.size() == before && tries < 100; tries++) {
                Thread.sleep(2);
            }
        }
        Thread.sleep(1_000);
        open.countDown();
        assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo(EndlessStream.End.SLOW);
        room.ended("closed");
        assertThat(quick.get(30, TimeUnit.SECONDS)).isEqualTo(EndlessStream.End.ROOM);
        float[] heard = OpusFile.play(ear.toByteArray(), codec);
        assertThat(Correlator.of(Chirp.UP).all(heard, 0.6)).hasSize(30);
    }
}
