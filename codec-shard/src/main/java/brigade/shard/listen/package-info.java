/**
 * Listening without a page of ours: a room's stream {@code all} as Ogg Opus, for a plain {@code <audio>} element, VLC or mpv.
 *
 * <pre>
 *  stream's tick --PacketListener--> RoomBroadcast   the last 48 s of packets, written once, read by many
 *                                        |-- EndlessStream   /listen/R.ogg: a virtual thread each, blocking writes
 *                                        `-- SegmentMaker    /listen/R/N.ogg: 4 s, the same bytes for everybody
 *  ListenApi routes, ListenDoor who may, Broadcasts which rooms are heard at all
 *  OggPages (RFC 3533), OggOpus (RFC 7845)
 * </pre>
 *
 * No sound is encoded here: the packets are those that the stream's own listeners get.
 */
@NullMarked
package brigade.shard.listen;

import org.jspecify.annotations.NullMarked;
