package brigade.client;

import java.util.Arrays;

/**
 * What a client has in place of a sound card and a throat. Called under the client's lock by the thread that ticks, block
 * by block; arrays are for the call only.
 */
public interface ClientSound {
    /**
     * A block of the song: {@code heard} is what sounds at {@code [fromSample, fromSample + samples)}.
     *
     * @param sung takes what is sung to it; silent beforehand
     */
    void sing(long fromSample, float[] heard, float[] sung, int samples);

    /**
     * A block between songs, when people talk.
     *
     * @param heard what the loudspeaker played
     * @param spoken takes what the microphone heard; silent beforehand
     */
    default void talk(float[] heard, float[] spoken, int samples) {
        Arrays.fill(spoken, 0, samples, 0);
    }
}
