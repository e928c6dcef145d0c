package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.rpc.RpcCall;
import brigade.state.ring.MixRings;
import brigade.state.ring.VoiceChannel;
import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Answers the exchanges of a room's v1 clients. Every exchange is checked as a whole before it changes anything; then
 * commands are applied, the voice goes in, the mix comes out. Agent thread only.
 */
final class OldClients {
    /** Seats and real delays that differ by no more are the same: half the spacing. */
    private static final long SAME_SEAT_SAMPLES = RoomLimits.SPACING_SECONDS * AudioFormat.SAMPLE_RATE_HZ / 2;

    private final Room room;
    private final MemorySegment scratch;
    private final MetadataWriter metadata = new MetadataWriter();
    private long lastRequestClock = ExchangeRequest.NO_CLOCK;

    /** @param scratch sound of one request, shared by all rooms */
    OldClients(Room room, MemorySegment scratch) {
        this.room = room;
        this.scratch = scratch;
    }

    /** Answers one exchange; refusals are {@link WireException}s and leave everything as it was. */
    void exchange(ExchangeRequest request, RpcCall call, long now) {
        room.tick(now);
        ExchangeCheck.checkClocks(request, call.requestDataBytes(), now);
        Singer known = room.singers().get(request.userId);
        if (known != null && known.person != null) {
            throw new WireException(403, "this id belongs to somebody who came another way");
        }
        boolean retry = known != null && ExchangeCheck.isRetry(known, request);
        if (known != null && !retry && known.joined && !request.resetUserState) {
            ExchangeCheck.checkContinues(known, request);
        }
        RoomCommands.Checked checked = retry ? null : room.commands().check(request);
        Singer singer = known == null ? room.admit(request.userId, now) : known;
        if (!retry && (!singer.joined || request.resetUserState)) {
            join(singer, known == null, request, now);
        }
        if (room.seating().isOutdated(singer.seat)) {
            room.seating().placeLast(singer.seat);
            singer.pending |= Once.DELAY_SECONDS.bit();
        }
        room.singers().heard(singer, now, now - request.readClock);
        if (checked == null) {
            singer.retries++;
        } else {
            room.commands().apply(singer, request, checked, now);
        }
        exchangeSound(singer, request, call, retry);
        answer(singer, request, call, retry, now);
    }

    private void join(Singer singer, boolean isNew, ExchangeRequest request, long now) {
        singer.leaveClocks();
        singer.joined = true;
        singer.pending = Once.ALL;
        if (isNew) {
            room.seating().placeLast(singer.seat);
        }
        room.tellClosing(singer);
        // Old clients reconnect when told a delay: telling it again to one who keeps it would never end.
        long seatSamples = AudioFormat.secondsToSamples(singer.seat.delaySeconds);
        boolean keepsSeat = Math.abs(now - request.readClock - seatSamples) <= SAME_SEAT_SAMPLES;
        boolean mayMove = isNew ? !room.isRecovered() || request.resetUserState : !keepsSeat;
        if (!mayMove) {
            singer.pending &= ~Once.DELAY_SECONDS.bit();
        }
    }

    private void takeVoice(Singer singer, ExchangeRequest request, MemorySegment pcm) {
        singer.lastReadClock = request.readClock;
        singer.answeredWriteClock = request.writeClock;
        if (request.writeClock == ExchangeRequest.NO_CLOCK) {
            singer.rms = 0;
            return;
        }
        singer.lastWriteClock = request.writeClock;
        MixRings rings = room.song().rings();
        if (rings == null) {
            singer.rms = singer.muted ? 0 : Loudness.rms(pcm, request.samples);
            return;
        }
        long startSample = request.writeClock - request.samples;
        if (room.stage().listened().silences(startSample)) {
            singer.rms = 0;
            return;
        }
        VoiceChannel voice = room.voiceOf(singer, rings);
        int added = voice.write(startSample, pcm, 0, request.samples);
        singer.rms = voice.rms();
        long late = 0;
        Singer next = added == 0 ? null : room.singers().nextBehind(singer);
        if (next != null && next.lastReadClock > startSample) {
            singer.lateWrites++;
            singer.seat.troubles++;
            late = request.samples;
        }
        room.stage().desk().heard(singer, startSample, pcm, request.samples, late);
    }

    /** Takes the voice and puts the mix out; the reply's sound may lie over the request's. */
    private void exchangeSound(Singer singer, ExchangeRequest request, RpcCall call, boolean retry) {
        int samples = request.samples;
        long soundBytes = (long) samples * AudioFormat.SAMPLE_BYTES;
        UserTable table = room.singers().table();
        long readStart = request.readClock - samples;
        MixRings rings = room.song().rings();
        metadata.peopleHeard =
                request.loopback || singer.monitoring ? -1 : rings == null ? 0 : rings.voicesAt(readStart);
        // Nobody hears himself: where he sings into what he asks for, the mix is made before his voice goes in.
        boolean overlaps = !retry && request.writeClock != ExchangeRequest.NO_CLOCK && request.writeClock > readStart;
        boolean early = overlaps || request.loopback;
        if (request.loopback) {
            MemorySegment.copy(call.requestData(), 0, scratch, 0, soundBytes);
        } else if (early) {
            readMix(singer, readStart, samples, scratch);
        }
        if (!retry) {
            takeVoice(singer, request, call.requestData());
        }
        table.writeLevels(singer);
        long toldBytes = soundBytes + (request.userSummary ? table.bytes() : 0);
        boolean recorded = room.stage().isRecording();
        MemorySegment out = call.replyData(toldBytes + (recorded ? Float.BYTES : 0));
        if (early) {
            MemorySegment.copy(scratch, 0, out, 0, soundBytes);
        } else {
            readMix(singer, readStart, samples, out);
        }
        if (request.userSummary) {
            table.copyTo(out, soundBytes);
        }
        if (recorded) { // his shard journals what he sings, and how loud the desk has him
            float gain = (float) room.levels().gain(singer);
            out.set(ValueLayout.JAVA_FLOAT_UNALIGNED, toldBytes, gain);
        }
    }

    private void answer(Singer singer, ExchangeRequest request, RpcCall call, boolean retry, long now) {
        metadata.lastRequestClock = lastRequestClock == ExchangeRequest.NO_CLOCK ? now : lastRequestClock;
        lastRequestClock = now;
        metadata.again = retry;
        metadata.write(call.replyJson(), room, singer, request, now);
    }

    private void readMix(Singer singer, long startSample, int samples, MemorySegment out) {
        MixRings rings = room.song().rings();
        if (rings == null) {
            out.asSlice(0, (long) samples * AudioFormat.SAMPLE_BYTES).fill((byte) 0);
            return;
        }
        if (singer.reader == null) {
            singer.reader = rings.openReader();
            room.levels().applyReader(singer);
        }
        if (singer.monitoring) {
            singer.reader.readSolo(startSample, samples, out, 0);
        } else {
            singer.reader.read(startSample, samples, out, 0);
        }
    }
}
