/**
 * Takes: of each song that was sung while the room was recorded, one zip with the mix, a stem per singer and what else is known of
 * it. Made in the background from the voice journals of all shards, when a host asks for it.
 *
 * <pre>
 *  TakesApi routes --> TakeShop (one at a time) --> TakeBuilder
 *      TakeSources      the journals, cut into one spool a singer
 *      SoundFile        a song's samples, each written once, by its clock
 *      TakeMix          the journalled mix; what is missing of it from the stems; -16 LUFS
 *      MixRepair        what it lacks around a state server's death, by VoiceGroups, GroupGains and MissingVoices
 *      TakeZip          WAV, Ogg Opus, JSON
 *  TakeFiles what is on the disk
 * </pre>
 */
@NullMarked
package brigade.shard.takes;

import org.jspecify.annotations.NullMarked;
