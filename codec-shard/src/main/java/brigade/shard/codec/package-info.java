/**
 * Opus, both ways, for each user of a shard.
 *
 * <pre>
 *   VoiceCodecs  (all users: bounded, forgotten after 60 s)
 *     VoiceCodec  (one user)
 *       BundleDecoder --> PacketDecoder --.
 *       BundleEncoder --> PacketEncoder --+--> ConcentusCodec | LibopusCodec, made by OpusCodec
 * </pre>
 *
 * <p>Only {@link brigade.shard.codec.ConcentusCodec} knows Concentus, only {@link brigade.shard.codec.Libopus} binds
 * native libopus.
 */
@NullMarked
package brigade.shard.codec;

import org.jspecify.annotations.NullMarked;
