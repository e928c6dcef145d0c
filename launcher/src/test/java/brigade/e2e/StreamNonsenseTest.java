package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.shard.codec.PacketEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Messages of nonsense by the ten thousand, from the sockets of two shards through the rooms, while others sing: each of
 * these is sent the very bytes that he is sent without it. In virtual time, so that it is exact on any machine.
 * {@code -Dbrigade.fuzz=100000} for the number that was promised.
 */
class StreamNonsenseTest {
    private static final long SEED = Long.getLong("brigade.seed", 20_261_121);
    private static final int MESSAGES = Integer.getInteger("brigade.fuzz", 20_000);

    /** One of each kind comes, speaks and leaves in each 20 ms: in the room of those who name none, and as a listener in theirs. */
    private static final int SOCKETS_A_STEP = 2;

    private static final int STEPS = MESSAGES / (SOCKETS_A_STEP * Nonsense.MESSAGES_A_SOCKET);
    private static final int BEFORE_STEPS = 100;
    private static final int AFTER_STEPS = 100;

    /** What a run brought. */
    private record Run(List<VirtualPeer> members, long sent, int answers) {}

    @Test
    void nobodyElseHearsOneSampleOfIt() throws Exception {
        Run quiet = sing(0);
        Run disturbed = sing(MESSAGES);
        System.out.println("seed " + SEED + ": " + disturbed.sent + " messages, " + disturbed.answers + " errors told");
        assertThat(disturbed.sent).isEqualTo((long) STEPS * SOCKETS_A_STEP * Nonsense.MESSAGES_A_SOCKET);
        assertThat(disturbed.answers).isGreaterThan(STEPS * SOCKETS_A_STEP);
        for (int i = 0; i < quiet.members.size(); i++) {
            VirtualPeer calm = quiet.members.get(i);
            VirtualPeer member = disturbed.members.get(i);
            assertThat(calm.mixes.size()).as("messages of sound to %d", i).isGreaterThan(STEPS / 12);
            assertThat(member.mixes).as("what %d was sent", i).hasSameSizeAs(calm.mixes);
            long bytes = 0;
            for (int k = 0; k < calm.mixes.size(); k++) {
                assertThat(member.mixes.get(k)).as("message %d to %d", k, i).isEqualTo(calm.mixes.get(k));
                bytes += calm.mixes.get(k).length;
            }
            System.out.println("row " + member.bucket() + ": " + bytes + " bytes of sound, all the same");
            if (member.bucket() != 1) { // nobody sits before the leader
                assertThat(bytes / calm.mixes.size()).as("silence is shorter").isGreaterThan(100);
            }
            assertThat(member.errors()).isZero();
            assertThat(member.seats()).isEqualTo(calm.seats());
        }
    }

    private static Run sing(int messages) throws Exception {
        try (VirtualHouse house = new VirtualHouse(SEED)) {
            String room = house.makeRoom("Quiet");
            List<VirtualPeer> members = new ArrayList<>();
            List<PacketEncoder> encoders = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String role = i == 0 ? "host" : i == 4 ? "listener" : "singer";
                String mode = i == 4 ? "listen" : "sing";
                String hello = "\"room\":\"" + room + "\",\"token\":\"" + role + "\",\"mode\":\"" + mode
                        + "\",\"name\":\"member " + i + "\"";
                members.add(new VirtualPeer(house, 1 + i % 2, hello));
                house.admit(members); // one by one: seats are given as they come
                encoders.add(house.codec.newEncoder());
            }
            members.getFirst().say("{\"type\":\"lead\"}");
            house.step();
            members.getFirst().say("{\"type\":\"start\"}");
            house.step();
            Crowd crowd = new Crowd(house, room);
            for (int step = 0; step < BEFORE_STEPS + STEPS + AFTER_STEPS; step++) {
                // Before they sing: letting somebody in takes turns, and voices have to come in the same turns in both
                // runs.
                if (messages > 0 && step >= BEFORE_STEPS && step < BEFORE_STEPS + STEPS) {
                    crowd.disturb(step);
                }
                for (int i = 0; i < 4; i++) {
                    members.get(i).sing(encoders.get(i), 200 + 70 * i, step);
                }
                house.step();
            }
            encoders.forEach(PacketEncoder::close);
            assertThat(members).noneMatch(VirtualPeer::isClosed);
            return new Run(members, crowd.sent, crowd.answers);
        }
    }

    /** Those who send nonsense. */
    private static final class Crowd {
        private final VirtualHouse house;
        private final String room;
        private final Nonsense nonsense = new Nonsense(SEED);
        private List<VirtualPeer> spoke = new ArrayList<>();
        private long sent;
        private int answers;

        Crowd(VirtualHouse house, String room) {
            this.house = house;
            this.room = room;
        }

        void disturb(int step) throws InterruptedException {
            for (VirtualPeer peer : spoke) {
                answers += peer.errors();
                peer.leave();
            }
            spoke = new ArrayList<>();
            for (int i = 0; i < SOCKETS_A_STEP; i++) {
                int shard = 1 + (step + i) % 2;
                // The same few come again and again: the room is not to be full.
                String who = ",\"name\":\"noise\",\"device\":\"noise-" + i + "-" + step % 8 + "-device\"";
                String hello = i == 0
                        ? "\"room\":\"main\",\"mode\":\"sing\"" + who
                        : "\"room\":\"" + room + "\",\"token\":\"listener\",\"mode\":\"listen\"" + who;
                spoke.add(new VirtualPeer(house, shard, hello));
            }
            house.admit(spoke);
            for (VirtualPeer peer : spoke) {
                for (int k = 0; k < Nonsense.MESSAGES_A_SOCKET; k++) {
                    if (nonsense.isControlNext()) {
                        peer.say(nonsense.control());
                    } else {
                        peer.send(nonsense.binary(house.now()));
                    }
                    sent++;
                }
            }
        }
    }
}
