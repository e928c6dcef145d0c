package brigade.shard.exchange;

import brigade.wire.PacketBundle;

/**
 * What one exchange of an old client brought of his voice, as it came. Valid until the tap that it is told to returns.
 *
 * @param person his id
 * @param decoder which decoder it went through, on this shard since it began
 * @param startClock where the first decoded sample lies: old clients allow for the codec's delay themselves
 * @param reset whether the decoder was reset before
 * @param placed whether the sound was taken; what was refused, or came again, has moved the decoder on all the same
 * @param gain how loud the desk had him just then
 */
public record OldVoice(
        String room,
        long person,
        long decoder,
        long startClock,
        boolean reset,
        boolean placed,
        float gain,
        PacketBundle packets) {}
