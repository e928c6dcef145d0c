package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.state.ring.MixRings;
import brigade.state.ring.VoiceChannel;
import brigade.wire.WireLimits;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.VoiceBlockReader;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the voice blocks of a tick: each goes where its clock says. Agent thread only; talk alone allocates. */
final class VoiceTaker {
    /** Bytes of a talk section before its first packet. */
    private static final int SECTION_BYTES = StreamLimits.SECTION_BYTES;

    /** A complaint about clocks comes at most so often: once a second. */
    private static final long COMPLAINT_SAMPLES = AudioFormat.SAMPLE_RATE_HZ;

    private static final RawJson BAD_CLOCK = Admission.error(
            new StageError("bad-clock", "Your clock is wrong by more than two minutes, or ahead of time."), "voice");

    private final VoiceBlockReader blocks = new VoiceBlockReader();
    private final float[] sound = new float[StreamLimits.BLOCK_MAX_SAMPLES];

    /** Takes all blocks; the rooms have been told the time and have closed their frames. */
    void take(MemorySegment data, long bytes, ShardLink link, long now) {
        blocks.over(data, bytes);
        while (blocks.next()) {
            Person person = find(link, blocks.person());
            Connection connection = person == null ? null : person.connection;
            if (person == null || connection == null || connection.shardRoom.link != link) {
                continue; // he left, or is on another shard by now
            }
            Stage stage = connection.shardRoom.stage;
            if (blocks.isTalk()) {
                takeTalk(stage, person);
            } else if (person.singer != null && !person.listens && blocks.samples() > 0) {
                takeVoice(stage, person, person.singer, now);
            }
        }
    }

    private static @Nullable Person find(ShardLink link, long id) {
        List<ShardRoom> rooms = link.rooms;
        for (int i = 0; i < rooms.size(); i++) {
            Person person = rooms.get(i).stage.people().get(id);
            if (person != null) {
                return person;
            }
        }
        return null;
    }

    private void takeVoice(Stage stage, Person person, Singer singer, long now) {
        long start = blocks.startClock();
        int samples = blocks.samples();
        if (start < now - RoomLimits.RING_SAMPLES || start > now) {
            stage.counts().badClocks++;
            if (now - person.lastBadClock > COMPLAINT_SAMPLES) {
                person.lastBadClock = now;
                stage.send(person, BAD_CLOCK);
            }
            return;
        }
        stage.counts().voiceBlocks++;
        if (!blocks.isConcealed() && blocks.bucket() == person.bucket && start >= person.fromClock) {
            // What waited for a state server has waited for seconds: that is not his line's fault.
            long arrival = now - Math.clamp(blocks.arrivalAgeSamples(), 0, RoomLimits.RING_SAMPLES);
            person.need.take(arrival - (start + stage.delaySamples(person.bucket)));
        }
        if (stage.listened().silences(start)) {
            singer.rms = 0;
            return;
        }
        long late = write(stage, person, singer, start, samples);
        blocks.copySamples(sound, 0);
        stage.desk().heard(singer, start, sound, samples, late);
        Heard heard = person.heard;
        heard.samples += samples;
        heard.loudest = Math.max(heard.loudest, singer.rms);
        if (singer.isActive()) {
            stage.room().singers().table().writeLevels(singer);
        }
    }

    /** Returns how many samples were late. */
    private long write(Stage stage, Person person, Singer singer, long start, int samples) {
        MixRings rings = stage.room().song().rings();
        if (rings == null) {
            singer.rms = singer.muted ? 0 : rms(samples);
            return 0;
        }
        VoiceChannel voice = stage.room().voiceOf(singer, rings);
        voice.nextClosedUpTo(closedBehind(stage, person, singer));
        long lateBefore = voice.lateSamples();
        voice.write(start, blocks.data(), blocks.bodyOffset(), samples);
        singer.rms = voice.rms();
        long late = voice.lateSamples() - lateBefore;
        if (late > 0) {
            singer.lateWrites = voice.lateSamples() / StreamLimits.FRAME_SAMPLES;
            person.heard.lateSamples += late;
            stage.counts().lateSamples += late;
        }
        return late;
    }

    private static long closedBehind(Stage stage, Person person, Singer singer) {
        long closed = stage.streams().closedBehind(person.bucket);
        if (closed != Long.MIN_VALUE) {
            return closed;
        }
        long read = stage.room().singers().furthestReadBehind(singer);
        return read == 0 ? Long.MIN_VALUE : read;
    }

    private float rms(int samples) {
        blocks.copySamples(sound, 0);
        double energy = 0;
        for (int i = 0; i < samples; i++) {
            double x = sound[i];
            energy += x * x;
        }
        return (float) Math.sqrt(energy / samples);
    }

    private void takeTalk(Stage stage, Person person) {
        int bytes = blocks.samples();
        if (bytes < SECTION_BYTES || bytes > WireLimits.RPC_DATA_MAX_BYTES) {
            return;
        }
        byte[] section = new byte[bytes];
        blocks.copyBytes(section, 0);
        int packets = section[2] & 0xff;
        stage.talk().take(person, 0, section, packets);
    }
}
