/**
 * What can be learnt of a voice by listening to it: level, clipping, noise, whether it keeps time with leader and track, and
 * whether it is the loudspeaker's. Knows nothing of rooms.
 *
 * <pre>
 *   agent thread:    samples -> VoiceFeatures (a few sums per 5 ms, kept for 10 s) -> copied into a VoiceLook
 *   worker thread:   VoiceLook (onset correlation, percentiles), BleedLook (phase correlation by FFT)
 *   agent thread:    results -> TimingEstimate, BleedEstimate (what several looks agree on)
 * </pre>
 */
@NullMarked
package brigade.state.measure;

import org.jspecify.annotations.NullMarked;
