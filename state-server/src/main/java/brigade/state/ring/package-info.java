/**
 * Everything that touches samples: rings, the chain each voice passes, and the mix each listener gets.
 *
 * <pre>
 *   float voice -> VoiceChannel (trim, duplicate filter, fader, limiter, meter) -> int32 fixed point
 *                      |                 |                  |                 |
 *                   lead ring   or   voices ring        solo ring         round ring     count ring
 *                      |                 |                  |            (k repeats on)      |
 *                      +---- v1: MixReader (crowd scale, volumes, backing, limiter) ---------+ -> a listener's mix
 *                      +---- v2: ClosedStream, a ring or all of them, once a frame ----------+ -> frames for all
 * </pre>
 *
 * <p>Positions are 48 kHz samples since the Unix epoch; a ring is addressed by position modulo its length and
 * works in blocks of 20 ms. All of it belongs to the one agent thread, except {@link brigade.state.ring.RingMemory}'s
 * static factories. Once warm nothing here allocates, locks or does I/O.
 */
@NullMarked
package brigade.state.ring;

import org.jspecify.annotations.NullMarked;
