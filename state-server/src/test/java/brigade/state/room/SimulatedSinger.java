package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.Gain;
import brigade.wire.ExchangeRequest;
import brigade.wire.WireException;
import brigade.wire.json.ExchangeWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A person of the {@link Simulation}: keeps v1 clocks, sings his slot, remembers what he sang from which bucket, and
 * checks each sample that he hears against what all others remember.
 */
final class SimulatedSinger {
    /** Clocks modulo this say whose voice a sample is. */
    static final int SLOTS = 64;

    /** Level of every voice in the rings' fixed point: 2^-8 of full scale, -66 dBFS RMS for one sample in 64. */
    static final int UNITS = 1 << 13;

    static final float LEVEL = UNITS / (float) (1 << 21);

    /** A leader's voice comes out of the voice chain with this. */
    private static final int LEADER_UNITS = Math.round(UNITS * (float) Gain.LEADER_FACTOR);

    private static final int BATCH = 28_800;

    /** One stretch of what somebody sang. */
    private static final class Sung {
        final long start;
        final int seat;
        long end;

        Sung(long start, long end, int seat) {
            this.start = start;
            this.end = end;
            this.seat = seat;
        }
    }

    final int slot;
    long nextAt;
    int seatSeconds = 6;
    boolean muted;

    /** Whether his microphone runs: from his second exchange on, when he sits where he was told. */
    private boolean microphone;

    /** Everything of his below it was sent. */
    long passed = Long.MIN_VALUE / 2;

    private boolean wasMuted;

    /** Seat from which he heard last; he takes another with his next exchange. */
    private int heardSeat;

    private long lastAt;

    /** When he last sent something new unmuted. */
    private long lastVoiceAt = Long.MIN_VALUE / 2;

    Map<String, @Nullable Object> answer = Map.of();
    Consumer<ExchangeRequest> wish = r -> {};

    private final Simulation simulation;
    private final Random random;
    private final ArrayDeque<Sung> sung = new ArrayDeque<>();
    private final ExchangeRequest request = new ExchangeRequest();
    private final float[] pcm = new float[BATCH];
    private final int[] expected = new int[BATCH];

    /** Within his bucket everybody is a little later than asked, by his line. */
    private final int lineSamples;

    /** From what he hears to what he sends: more than a request, less than a bucket. */
    private final int lagSamples;

    private long readClock;
    private boolean reset = true;

    SimulatedSinger(Simulation simulation, int slot, Random random) {
        this.simulation = simulation;
        this.random = random;
        this.slot = slot;
        this.lineSamples = random.nextInt(14_400);
        this.lagSamples = 48_000 + random.nextInt(28_800);
    }

    /** Comes, or comes back, at {@code now}. */
    void comeAt(long now) {
        nextAt = now;
        reset = true;
        microphone = false;
    }

    /** Takes another seat with his next exchange. */
    void sit(int seconds) {
        seatSeconds = seconds;
        reset = true;
    }

    /** Does what is due; returns how many samples of voices he heard. */
    long exchange() {
        long now = simulation.house.now;
        if (reset) {
            readClock = now - seatSeconds * 48_000L - lineSamples - BATCH;
        }
        prepare();
        wish.accept(request);
        wish = r -> {};
        int trick = random.nextInt(1_000);
        if (trick == 0 && !reset) {
            breakClocks();
        }
        post();
        if (trick == 1) {
            post(); // a shard that heard no answer asks again
        }
        simulation.told(answer);
        reset = false;
        readClock = request.readClock;
        lastAt = now;
        heardSeat = seatSeconds;
        if (request.muted && !wasMuted) {
            takeBack(now);
        }
        wasMuted = request.muted;
        int voices = check(simulation.house.call.replySound(BATCH));
        if (microphone) {
            remember(now);
        }
        microphone = true;
        Object seat = answer.get("delay_seconds");
        if (seat != null) {
            sit(((Long) seat).intValue());
        }
        // A line of up to 80 ms; turns follow the clock that he reads and so never drift.
        nextAt = Math.max(now + 1, readClock + BATCH + seatSeconds * 48_000L + lineSamples + random.nextInt(3_840));
        if (random.nextInt(400) == 0) {
            muted = !muted;
        }
        if (random.nextInt(800) == 0) {
            int seconds = 3 + random.nextInt(20);
            comeAt(nextAt + 48_000L * seconds); // leaves for a while
        }
        return voices;
    }

    private void prepare() {
        request.clear();
        request.userId = slot + 1L;
        request.username = "p" + slot;
        request.samples = BATCH;
        request.readClock = readClock + BATCH;
        request.resetUserState = reset;
        request.muted = muted;
        if (microphone) {
            request.writeClock = request.readClock - lagSamples;
        }
        request.disableAutoGain = 1;
        request.backingVolume = 0; // the metronome of rounds
        Arrays.fill(pcm, 0);
        if (microphone) {
            long start = request.writeClock - BATCH;
            for (int i = Math.floorMod(slot - start, SLOTS); i < BATCH; i += SLOTS) {
                pcm[i] = LEVEL;
            }
        }
    }

    /** Sends clocks that do not go on; is refused; comes again. */
    private void breakClocks() {
        request.readClock -= 480;
        try {
            post();
            throw new AssertionError("broken clocks were taken");
        } catch (WireException e) {
            assertThat(e.status()).isEqualTo(409);
        }
        request.readClock += 480;
    }

    private void post() {
        HeapCall call = simulation.house.call;
        call.begin();
        ExchangeWriter.writeExchange(request, call.request());
        if (microphone) {
            call.sound(pcm, BATCH);
        }
        simulation.house.rooms.handle(call);
        answer = JsonTree.object(call.reply().bytes(), call.reply().length());
    }

    /**
     * Notes what was taken of his voice. Nobody a whole bucket behind may have read there already; one who just came
     * back to a seat of an earlier song may sit closer.
     */
    private void remember(long now) {
        long start = Math.max(passed, request.writeClock - BATCH);
        if (!request.muted && start < request.writeClock) {
            lastVoiceAt = now;
            assertNotLate(start, now);
            Sung last = sung.peekLast();
            if (last != null && last.end == start && last.seat == seatSeconds) {
                last.end = request.writeClock;
            } else {
                sung.addLast(new Sung(start, request.writeClock, seatSeconds));
            }
        }
        passed = Math.max(passed, request.writeClock);
        while (!sung.isEmpty() && sung.peekFirst().end < now - 125 * 48_000L) {
            sung.removeFirst();
        }
    }

    /** Muting takes back what nobody behind has read, up to 6 s, and nothing of who has been silent for longer. */
    private void takeBack(long now) {
        if (now - lastVoiceAt > 6 * 48_000L) {
            return;
        }
        long from = passed - 6 * 48_000L;
        for (SimulatedSinger other : simulation.people) {
            if (other.heardSeat >= seatSeconds + 2 && other.isActive(now)) {
                from = Math.max(from, other.readClock);
            }
        }
        while (!sung.isEmpty() && sung.peekLast().end > from) {
            Sung last = sung.removeLast();
            if (last.start < from) {
                last.end = from;
                sung.addLast(last);
            }
        }
    }

    private boolean isActive(long now) {
        return lastAt != 0 && now - lastAt < 5 * 48_000;
    }

    private void assertNotLate(long start, long now) {
        for (SimulatedSinger other : simulation.people) {
            if (other.heardSeat >= seatSeconds + 3 && other.isActive(now) && other.readClock > start) {
                for (Simulation.SongRecord song : simulation.songs) {
                    if (start < song.end && song.start < other.readClock && song.start < start) {
                        throw new AssertionError("p" + slot + " at " + seatSeconds + " s was late for p" + other.slot
                                + " at " + other.heardSeat + " s by " + (other.readClock - start));
                    }
                }
            }
        }
    }

    /** Compares what was heard with what the others say they sang; returns how many samples of voices that were. */
    private int check(float[] heard) {
        long start = request.readClock - BATCH;
        Arrays.fill(expected, 0);
        for (Simulation.SongRecord song : simulation.songs) {
            if (song.end <= start || song.start >= start + BATCH) {
                continue;
            }
            for (SimulatedSinger other : simulation.people) {
                for (Sung part : other.sung) {
                    // The first pass reaches buckets behind him; repeats reach everybody, himself too.
                    for (int k = part.seat < seatSeconds ? 0 : 1; k <= song.repeats; k++) {
                        add(song, other.slot, part, k * Simulation.REPEAT_SAMPLES, start);
                    }
                }
            }
        }
        for (int i = RingUnits.firstWrong(heard, expected, BATCH);
                i < BATCH;
                i = RingUnits.firstWrong(heard, expected, i + 1, BATCH)) {
            int units = RingUnits.of(heard[i]);
            if (units < 0 || units > expected[i] || !isFaded(start + i)) {
                throw new AssertionError(describe(start + i, units, expected[i]));
            }
        }
        return RingUnits.sounding(expected, BATCH);
    }

    /** Adds a stretch, {@code shift} later, where it falls into this request and into its song. */
    private void add(Simulation.SongRecord song, int owner, Sung part, long shift, long start) {
        long from = Math.max(start, Math.max(part.start, Math.max(song.start, song.sentBefore[owner])) + shift);
        long to = Math.min(Math.min(start + BATCH, song.end), Math.min(part.end, song.end) + shift);
        int units = song.leader == owner ? LEADER_UNITS : UNITS;
        for (long c = from + Math.floorMod(owner - from, SLOTS); c < to; c += SLOTS) {
            expected[(int) (c - start)] += units;
        }
    }

    private boolean isFaded(long clock) {
        for (Simulation.SongRecord song : simulation.songs) {
            if (clock >= song.end - 14_400 && clock < song.end) {
                return true;
            }
        }
        return false;
    }

    private String describe(long clock, int units, int wanted) {
        StringBuilder text = new StringBuilder("p" + slot + " (bucket of " + seatSeconds + " s) at clock " + clock
                + " heard slot " + clock % SLOTS + " with " + units + " units instead of " + wanted);
        int owner = (int) (clock % SLOTS);
        if (owner < simulation.people.size()) {
            SimulatedSinger singer = simulation.people.get(owner);
            text.append("; its owner sits at ").append(singer.seatSeconds).append(" s and sang");
            for (Sung part : singer.sung) {
                text.append(' ').append(part.start - clock).append("..").append(part.end - clock);
            }
        }
        for (Simulation.SongRecord song : simulation.songs) {
            text.append("; song ").append(song.start - clock).append("..");
            text.append(song.end == Long.MAX_VALUE ? "" : song.end - clock);
        }
        return text.toString();
    }
}
