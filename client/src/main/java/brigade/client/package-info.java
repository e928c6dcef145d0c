/**
 * A stream v2 client without a sound card: it joins, keeps the clock, hears, sings and talks. Robots, end-to-end tests and
 * load tests are made of it. {@code docs/protocol.md} is what it speaks.
 *
 * <pre>
 *   StreamClient --> StreamSession --> Connector --> StreamSocket      hello, resume, pings, control
 *     |  |  |             |  `------> ClockSync                        best of many pings
 *     |  |  |             `---------> RoomView                         what the server told
 *     |  |  `--> MixPlayer --> BucketSound --> Timeline                decoded, placed at clock - 312, mixed, cross-faded
 *     |  `-----> VoiceSender                                           spurts at exact clocks
 *     `--------> TalkBox                                               between songs
 * </pre>
 *
 * <p>A client has no thread. {@link brigade.client.ClientLoop} ticks any number of them from one thread; what comes from
 * the network is taken on the socket's threads. One lock per client keeps them apart: {@code StreamSession.lock}.
 *
 * <p>The sound card that is not there: at clock {@code t} a client has played what lies before
 * {@code t - delaySamples - bufferSamples}, in blocks of one message each. What a block makes him sing carries the block's
 * own clocks.
 */
@NullMarked
package brigade.client;

import org.jspecify.annotations.NullMarked;
