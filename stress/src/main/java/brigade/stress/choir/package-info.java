/**
 * The checked choir: singers whose voices are chirps in a slot plan, a network that loses, delays and stops, and an ear
 * that knows what every bucket must hear.
 *
 * <pre>
 *  ChoirSettings --> ChoirPlan (from the seed alone: slots, chirps, what the network does to whom and when)
 *                       |
 *                       v
 *                 ChoirTransport   sends all of it through a server; knows the protocol (V1Transport, V2Transport)
 *                       |
 *                       v
 *                 Performance = what was sung (Sung) + what every bucket heard (HeardRun: sound with clocks)
 *                       |
 *                       v
 *                 ChoirChecker     who is heard by whom, at which sample, how loud; knows no protocol
 *                       |
 *                       v
 *                 Findings --> ChoirPromise: a sentence for all that was broken
 * </pre>
 *
 * <p>A bucket's sound at a clock is made at some moment. A chirp that the server had taken before that moment must be
 * in it, one that was sent afterwards cannot be, anything between may be: so the checker needs no guess about how fast
 * the machine was, and a slow server is told by late turns instead.
 */
@NullMarked
package brigade.stress.choir;

import org.jspecify.annotations.NullMarked;
