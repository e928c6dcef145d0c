/**
 * Stream v2 in the shard: sockets, one tick thread, and what is encoded once for everybody who hears the same.
 *
 * <pre>
 *   socket --voice--> VoiceInbox --.                                 .--> MixStream --> Bucket --> FanOut --> socket
 *   socket --JSON--> ControlDesk --+--> Tick --- state server -------+--> TalkRelay --------------> FanOut --> socket
 *   socket --ping--> pong at once       (TickThread wakes it)        `--> JSON ----------------------------> socket
 * </pre>
 *
 * <p>Everything about rooms and their sound belongs to the tick thread. Sockets' threads only fill inboxes and the queue of
 * control input; what they send goes through {@link brigade.shard.stream.SocketOut}.
 */
@NullMarked
package brigade.shard.stream;

import org.jspecify.annotations.NullMarked;
