package brigade.shard.listen;

import brigade.access.Role;
import brigade.shard.codec.EncoderSettings;
import brigade.shard.codec.FrameEncoder;
import brigade.shard.codec.OpusCodec;
import brigade.shard.rooms.RoomInfo;
import brigade.shard.stream.AccessCheck;
import brigade.shard.stream.PacketListener;
import brigade.shard.stream.StreamService;
import brigade.wire.stream.StreamLimits;
import java.util.Arrays;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Listens by the shard's own stream service: one listener a room, however many hear it over HTTP. Any thread. */
public final class StreamListening implements ListenSource {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** As many frames settle an encoder in silence. */
    private static final int SETTLING_FRAMES = 25;

    private final StreamService streams;

    /** By that service. */
    public StreamListening(StreamService streams) {
        this.streams = streams;
    }

    @Override
    public Link listen(RoomInfo room, PacketListener listener) {
        ObjectNode hello = JSON.createObjectNode()
                .put("type", "hello")
                .put("protocol", StreamLimits.PROTOCOL)
                .put("room", room.room())
                .put("name", "listeners")
                .put("mode", "listen");
        ObjectNode access = JSON.createObjectNode()
                .put("role", Role.LISTENER.word())
                .put("epoch", room.epoch(Role.LISTENER))
                .put("inside", true);
        StreamService.Listening listening = streams.listen(
                JSON.writeValueAsString(hello),
                new AccessCheck.Admitted(JSON.writeValueAsString(access), ""),
                listener);
        return new Link() {
            @Override
            public void behind(int listeners) {
                listening.behind(listeners);
            }

            @Override
            public void journal(String trouble) {
                listening.journal(trouble);
            }

            @Override
            public void close() {
                listening.close();
            }
        };
    }

    /** The packet of lasting silence, as the mixes' encoders make it. */
    public static byte[] silence(OpusCodec codec) {
        byte[] packet = new byte[StreamLimits.MIX_PACKET_MAX_BYTES];
        EncoderSettings mix = new EncoderSettings(64_000, 5, packet.length);
        try (FrameEncoder encoder = new FrameEncoder(codec.newEncoder(mix))) {
            int length = 0;
            for (int i = 0; i < SETTLING_FRAMES; i++) {
                length = encoder.encodeSilence(packet, 0);
            }
            return Arrays.copyOf(packet, length);
        }
    }
}
