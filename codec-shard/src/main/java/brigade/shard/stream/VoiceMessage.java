package brigade.shard.stream;

import brigade.wire.stream.StreamLimits;
import brigade.wire.stream.StreamMessageReader;

/**
 * Packets of one voice as they came in one message, and whose they are: what is decoded, and what is journalled. A carrier that is used
 * again; whoever filled it has it alone.
 */
public class VoiceMessage {
    /** Id of the room, in UTF-8; not to be changed. Told to what records only. */
    public byte[] room = new byte[0];

    /** Who sang; 0 for the mix of all. */
    public long person;

    /** On which connection of the shard: one decoder each. */
    public long connection;

    /** First sample of the encoder's input of the first packet. */
    public long clock;

    /** Which row he heard. */
    public int bucket;

    /** Whether the encoder was reset before. */
    public boolean reset;

    /** How loud the desk had him just then; 1 is as he came. */
    public float gain = 1;

    /** How many packets, 20 ms each but from old clients; none: the end of a spurt, after which no gap is concealed. */
    public int packets;

    /** Where the packets lie. */
    public byte[] bytes = new byte[0];

    /** Where each begins. */
    public final int[] offsets;

    /** How long each is. */
    public final int[] lengths;

    /** Whether it came from a client of exchange v1: packets of any length one after the other, no gap is concealed. */
    public boolean fromOldClient;

    /** Whether its sound was taken; a decoder goes on with what was not as well. */
    public boolean placed = true;

    /** An empty one. */
    public VoiceMessage() {
        this(StreamLimits.PACKETS_MAX);
    }

    /** An empty one for at most that many packets. */
    protected VoiceMessage(int packetsMax) {
        offsets = new int[packetsMax];
        lengths = new int[packetsMax];
    }

    /**
     * Becomes the message that {@code reader} has just read.
     *
     * @param in where the packets lie from now on: the reader's bytes, or a copy of some of them
     * @param from where {@code in} begins in the reader's bytes
     */
    final void become(StreamMessageReader reader, byte[] in, int from) {
        bucket = reader.bucket(0);
        packets = reader.packets(0);
        reset = reader.isReset(0);
        clock = reader.clock(0);
        bytes = in;
        for (int i = 0; i < packets; i++) {
            offsets[i] = reader.packetOffset(0, i) - from;
            lengths[i] = reader.packetLength(0, i);
        }
    }
}
