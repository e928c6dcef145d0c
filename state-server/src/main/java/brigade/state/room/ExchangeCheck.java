package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import brigade.wire.WireLimits;

/** What an exchange has to be like to be taken: its clocks, and how it goes on from the last one. Agent thread only. */
final class ExchangeCheck {
    private ExchangeCheck() {}

    static void checkClocks(ExchangeRequest request, long dataBytes, long now) {
        int samples = request.samples;
        if (samples > WireLimits.V1_REQUEST_MAX_SAMPLES) {
            throw new WireException(
                    413, samples + " samples in one request; at most " + WireLimits.V1_REQUEST_MAX_SAMPLES);
        }
        if (samples < WireLimits.V1_SAMPLES_MULTIPLE || samples % WireLimits.V1_SAMPLES_MULTIPLE != 0) {
            throw WireException.malformed(
                    "n_samples " + samples + " is not a multiple of " + WireLimits.V1_SAMPLES_MULTIPLE);
        }
        if (request.readClock == ExchangeRequest.NO_CLOCK) {
            throw WireException.malformed("read_clock is missing");
        }
        checkClock("read_clock", request.readClock, samples, now);
        boolean writes = request.writeClock != ExchangeRequest.NO_CLOCK;
        if (writes) {
            checkClock("write_clock", request.writeClock, samples, now);
        }
        boolean needsData = writes || request.loopback;
        long wanted = needsData ? (long) samples * AudioFormat.SAMPLE_BYTES : 0;
        if (dataBytes != wanted && (needsData || dataBytes != (long) samples * AudioFormat.SAMPLE_BYTES)) {
            throw WireException.malformed(dataBytes + " bytes of sound for " + samples + " samples");
        }
    }

    static void checkClock(String name, long clock, int samples, long now) {
        if (clock > now) {
            throw WireException.malformed(name + " lies " + (clock - now) + " samples in the future");
        }
        // Subtracting from now cannot overflow, subtracting from the client's number could.
        if (clock < now - RoomLimits.RING_SAMPLES + samples) {
            throw WireException.malformed(
                    name + " is too far in the past: " + RoomLimits.RING_SAMPLES + " samples are kept");
        }
    }

    static boolean isRetry(Singer singer, ExchangeRequest request) {
        return singer.joined
                && request.readClock == singer.lastReadClock
                && request.writeClock == singer.answeredWriteClock;
    }

    static void checkContinues(Singer singer, ExchangeRequest request) {
        boolean readGap = singer.lastReadClock != ExchangeRequest.NO_CLOCK
                && request.readClock - request.samples != singer.lastReadClock;
        boolean writeGap = singer.lastWriteClock != ExchangeRequest.NO_CLOCK
                && request.writeClock != ExchangeRequest.NO_CLOCK
                && request.writeClock - request.samples != singer.lastWriteClock;
        if (!readGap && !writeGap) {
            return;
        }
        long off = readGap
                ? request.readClock - request.samples - singer.lastReadClock
                : request.writeClock - request.samples - singer.lastWriteClock;
        singer.leaveClocks();
        singer.desyncs++;
        singer.seat.troubles++;
        throw new WireException(
                409,
                (readGap ? "read_clock" : "write_clock") + " does not continue the last one: off by " + off
                        + " samples");
    }
}
