package brigade.shard.stream;

import brigade.wire.stream.StreamId;
import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The second half of a tick: encodes each stream's new frames once, builds the messages that are due, and hands them to the
 * sockets. Tick thread, with its crew.
 */
final class MixOutput {
    private static final int FRAME = StreamLimits.FRAME_SAMPLES;

    private final RoomsHere rooms;
    private final Crew crew;
    private final StreamMetrics metrics;
    private final OutMessage.Pool pool;
    private final Publisher publisher;
    private final LongSupplier nanoTime;
    private final LongSupplier serverClock;
    private final MixMessages messages;
    private final byte[] silentPacket;
    private final List<MixStream> pending = new ArrayList<>();
    private final Crew.Task encodeTask = this::encode;

    MixOutput(
            RoomsHere rooms,
            Crew crew,
            StreamMetrics metrics,
            OutMessage.Pool pool,
            Publisher publisher,
            byte[] silentPacket,
            LongSupplier nanoTime,
            LongSupplier serverClock) {
        this.rooms = rooms;
        this.crew = crew;
        this.metrics = metrics;
        this.pool = pool;
        this.publisher = publisher;
        this.silentPacket = silentPacket;
        this.nanoTime = nanoTime;
        this.serverClock = serverClock;
        this.messages = new MixMessages(silentPacket);
    }

    /**
     * Encodes what came and sends what is due.
     *
     * @param now the state server's clock of its last answer
     * @param onFrame whether this is the tick of a frame boundary; else silence may go out at leisure, and is not counted
     * @return how many streams had something to encode
     */
    int flush(long now, boolean onFrame) {
        pending.clear();
        List<RoomHere> all = rooms.all();
        for (int i = 0; i < all.size(); i++) {
            List<MixStream> streams = all.get(i).streams;
            for (int k = 0; k < streams.size(); k++) {
                if (streams.get(k).hasPending()) {
                    pending.add(streams.get(k));
                }
            }
        }
        crew.run(pending.size(), encodeTask);
        for (int i = 0; i < all.size(); i++) {
            List<Bucket> buckets = all.get(i).buckets;
            for (int k = 0; k < buckets.size(); k++) {
                send(buckets.get(k), now, onFrame);
            }
        }
        return pending.size();
    }

    private void encode(int index) {
        long startNs = nanoTime.getAsLong();
        pending.get(index).encode();
        metrics.encode.record(nanoTime.getAsLong() - startNs, TimeUnit.NANOSECONDS);
    }

    private void send(Bucket bucket, long now, boolean onFrame) {
        if (bucket.isEmpty()) {
            return;
        }
        for (long clock = bucket.takeDue(now); clock >= 0; clock = bucket.takeDue(now)) {
            send(bucket, clock, bucket.frames(), onFrame);
        }
    }

    private void send(Bucket bucket, long clock, int frames, boolean onFrame) {
        boolean twoKinds = !bucket.solo().isEmpty() && MixMessages.hasSolo(bucket, clock);
        MixMessages.Content content = messages.write(bucket, clock, false);
        if (content == MixMessages.Content.NOTHING && !twoKinds) {
            return;
        }
        int sockets = 0;
        if (messages.writer().sections() > 0) {
            sockets += publish(bucket.plain());
        }
        if (twoKinds) {
            messages.write(bucket, clock, true);
        }
        sockets += publish(bucket.solo());
        if (bucket.number == 0) {
            tellListeners(bucket, clock, frames);
        }
        if (content != MixMessages.Content.SOUND && !twoKinds && !onFrame) {
            return;
        }
        long closedAt = clock + (long) frames * FRAME + bucket.delaySamples();
        metrics.handedOver(serverClock.getAsLong() - closedAt, sockets);
    }

    private int publish(List<FanOutReceiver<OutMessage>> sockets) {
        if (!sockets.isEmpty()) {
            StreamMessageWriter writer = messages.writer();
            publisher.publish(pool.take(writer.bytes(), writer.length()), sockets);
        }
        return sockets.size();
    }

    private void tellListeners(Bucket bucket, long clock, int frames) {
        MixStream all = bucket.room.find(StreamId.ALL, 0);
        if (all == null) {
            return;
        }
        List<Connection> members = bucket.members();
        for (int i = 0; i < members.size(); i++) {
            PacketListener listener = members.get(i).listener;
            if (listener != null) {
                tell(listener, all.cache, clock, frames);
            }
        }
    }

    private void tell(PacketListener listener, PacketCache cache, long clock, int frames) {
        for (int i = 0; i < frames; i++) {
            long frame = clock + (long) i * FRAME;
            if (cache.has(frame)) {
                listener.packet(frame, cache.isReset(frame), cache.bytes(), cache.offset(frame), cache.length(frame));
            } else {
                listener.packet(frame, false, silentPacket, 0, silentPacket.length);
            }
        }
    }
}
