package brigade.shard.listen;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.audio.synth.Correlator;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Segments hold their clocks exactly, and one after the other play without a gap. */
class SegmentMakerTest {
    private static final long SEGMENT = SegmentMaker.SEGMENT_SAMPLES;

    /** The latest segment when listening begins. */
    private static final long FIRST = 446_000_000L;

    private final AtomicLong clock = new AtomicLong(FIRST * SEGMENT + 77);
    private final AtomicLong nowNs = new AtomicLong();

    private RoomBroadcast room(OpusCodec codec) {
        return new RoomBroadcast(Sender.silence(codec), clock.get(), nowNs::get);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONCENTUS", "AUTO"})
    void segmentsOneAfterTheOtherAreTheUnbrokenStream(CodecChoice choice) {
        OpusCodec codec = OpusCodec.open(choice);
        RoomBroadcast room = room(codec);
        SegmentMaker segments = new SegmentMaker(room, clock::get);
        // The song begins in the middle of a segment: 1.5 s before its end.
        Song song = new Song(codec, (FIRST + 1) * SEGMENT - 75 * 960, 24);
        song.sendAll(room);
        float[] heard = new float[(int) (5 * SEGMENT)];
        for (int i = 0; i < 5; i++) {
            float[] piece = OpusFile.play(segments.segment(FIRST + 1 + i).orElseThrow(), codec);
            assertThat(piece).as("segment %d", i).hasSize((int) SEGMENT);
            double difference = Song.difference(piece, song.unbroken((FIRST + 1 + i) * SEGMENT, (int) SEGMENT));
            assertThat(difference).as("segment %d with %s", i, codec.name()).isLessThan(MAX_DIFFERENCE);
            System.arraycopy(piece, 0, heard, (int) (i * SEGMENT), piece.length);
        }
        List<Correlator.Match> chirps = Correlator.of(Chirp.UP).all(heard, 0.6);
        assertThat(chirps).hasSizeGreaterThanOrEqualTo(19);
        for (Correlator.Match chirp : chirps) {
            long at = Math.round(chirp.at()) + (FIRST + 1) * SEGMENT - song.startClock;
            assertThat((at - Song.chirpAt(0)) % 48_000).as("chirp at %s", at).isZero();
        }
    }

    private static final double MAX_DIFFERENCE = 0.003;

    @Test
    void aSegmentIsThereOnceNothingCanBeAddedAndThenTheSameForEver() {
        OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
        RoomBroadcast room = room(codec);
        SegmentMaker segments = new SegmentMaker(room, clock::get);
        Song song = new Song(codec, FIRST * SEGMENT, 30);
        song.send(room, 200); // the last packet holds all but 312 samples of the segment
        assertThat(segments.segment(FIRST)).isEmpty();
        song.send(room, 1);
        byte[] file = segments.segment(FIRST).orElseThrow();
        song.sendAll(room);
        assertThat(segments.segment(FIRST).orElseThrow()).isSameAs(file);
        SegmentMaker another = new SegmentMaker(room, clock::get);
        assertThat(another.segment(FIRST).orElseThrow()).isEqualTo(file);
        assertThat(segments.segment(FIRST + 7)).isEmpty();
    }

    @Test
    void aFileIsOneStreamWithItsHeadersAndItsEnd() {
        OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
        RoomBroadcast room = room(codec);
        new Song(codec, FIRST * SEGMENT, 10).sendAll(room);
        List<OggReader.Page> pages = OggReader.pages(
                new SegmentMaker(room, clock::get).segment(FIRST).orElseThrow());
        assertThat(pages.getFirst().flags()).isEqualTo(OggPages.FIRST);
        assertThat(pages.getLast().flags()).isEqualTo(OggPages.LAST);
        assertThat(pages.getLast().granule()).isEqualTo(OggOpus.PRE_SKIP_SAMPLES + SEGMENT);
        assertThat(pages.subList(1, pages.size() - 1)).allMatch(page -> page.flags() == 0);
        long packets = 0;
        for (OggReader.Page page : pages.subList(2, pages.size() - 1)) {
            packets += page.packets().size();
            assertThat(page.granule()).isEqualTo(packets * 960);
        }
        assertThat(packets + pages.getLast().packets().size()).isEqualTo(OggOpus.PREROLL_FRAMES + 201);
    }

    @Test
    void aRoomWithoutASongIsSilenceAfterAWhile() {
        OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
        SegmentMaker segments = new SegmentMaker(room(codec), clock::get);
        long latest = segments.latest();
        assertThat(latest).isEqualTo((clock.get() - SegmentMaker.LATEST_SAMPLES) / SEGMENT - 1);
        assertThat(segments.firstListed(latest))
                .as("an empty playlist is an error to players")
                .isLessThan(latest);
        float[] heard = OpusFile.play(segments.segment(latest).orElseThrow(), codec);
        assertThat(heard).hasSize((int) SEGMENT);
        assertThat(Song.difference(heard, new float[heard.length])).isLessThan(1e-4);
        clock.addAndGet(SEGMENT);
        assertThat(segments.latest()).isEqualTo(latest + 1);
    }

    @Test
    void oldSegmentsAreGone() {
        OpusCodec codec = OpusCodec.open(CodecChoice.AUTO);
        SegmentMaker segments = new SegmentMaker(room(codec), clock::get);
        clock.addAndGet(100 * SEGMENT);
        long latest = segments.latest();
        assertThat(segments.segment(latest - SegmentMaker.KEPT + 1)).isPresent();
        assertThat(segments.segment(latest - SegmentMaker.KEPT)).isEmpty();
        assertThat(segments.segment(0)).isEmpty();
        assertThat(latest - segments.firstListed(latest) + 1).isEqualTo(SegmentMaker.LISTED);
    }

    @Test
    void longPacketsKeepTheirBytes() {
        RoomBroadcast room = new RoomBroadcast(new byte[] {1}, clock.get(), nowNs::get);
        byte[][] packets = new byte[230][];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = new byte[i % 2 == 0 ? 255 : 320 - i];
            Arrays.fill(packets[i], (byte) (i + 2));
            room.packet((FIRST * 200 + i) * 960, false, packets[i], 0, packets[i].length);
        }
        List<byte[]> read = OggReader.pages(
                        new SegmentMaker(room, clock::get).segment(FIRST).orElseThrow())
                .stream()
                .skip(2)
                .flatMap(page -> page.packets().stream())
                .skip(OggOpus.PREROLL_FRAMES)
                .toList();
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i)).isEqualTo(packets[i]);
        }
        assertThat(read).hasSize(201);
    }
}
