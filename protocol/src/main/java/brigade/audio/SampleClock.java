package brigade.audio;

/** The one clock of the audio path. Callable from any thread; never steps backwards within a boot of the machine. */
@FunctionalInterface
public interface SampleClock {
    /** Samples at 48 kHz since the Unix epoch, as the state server counts them. */
    long nowSamples();
}
