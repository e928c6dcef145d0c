package brigade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import brigade.audio.synth.Chirp;
import brigade.client.ClientSound;
import brigade.client.SessionConfig;
import brigade.robot.StreamRobot;
import brigade.robot.StreamRobotConfig;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Four people talk between songs, their loudspeakers beside their microphones: nothing howls, nobody hears himself. */
@Tag("slow")
@Tag("song")
@ExtendWith(SharedStack.class)
class StreamTalkTest {
    private static final int SECONDS = 30;
    private static final Chirp[] VOICES = {Chirp.UP, Chirp.CODE_1, Chirp.CODE_2, Chirp.CODE_3};

    /** A loudspeaker comes back into the microphone as loud as this. */
    private static final float COUPLING = 0.7f;

    /** A room: what the microphone hears is who talks there, in turns of two seconds, and the loudspeaker. */
    private static final class Room implements ClientSound {
        private final float[] voice;
        private final int turn;
        private long at;

        Room(float[] voice, int turn) {
            this.voice = voice;
            this.turn = turn;
        }

        @Override
        public void sing(long fromSample, float[] heard, float[] sung, int samples) {}

        @Override
        public void talk(float[] heard, float[] spoken, int samples) {
            for (int i = 0; i < samples; i++, at++) {
                // Everybody has every fourth turn, and all talk at once from second 16 to 20.
                long second = at / 48_000;
                boolean talks = (second / 2) % 4 == turn || (second >= 16 && second < 20);
                spoken[i] = (talks && at < voice.length ? voice[(int) at] : 0) + COUPLING * heard[i];
            }
        }
    }

    @Test
    void openSpeakersNeitherHowlNorComeBack(TestStack stack) throws Exception {
        try (StreamChoir choir = new StreamChoir()) {
            StreamRoom room = StreamRoom.make(choir.http(), stack.url(), "\"name\":\"talk\",\"open\":true");
            for (int i = 0; i < VOICES.length; i++) {
                String name = "talker " + i;
                SessionConfig who = SessionConfig.of(room.id(), name, SessionConfig.Mode.SING)
                        .withOpenSpeaker();
                StreamRobot robot = choir.singOn(
                        StreamRobotConfig.singer(room.id(), name).withWho(who).withSeconds(SECONDS + 2),
                        new float[0],
                        stack,
                        1 + i % 2);
                robot.talker(new Room(Choir.voice(VOICES[i], SECONDS), i));
            }
            choir.awaitEnd();

            double loudest = -100;
            for (int i = 0; i < VOICES.length; i++) {
                StreamRobot robot = choir.robot("talker " + i);
                float[] heard = robot.talkHeard();
                assertThat(heard.length).as("what %s played", robot.name()).isGreaterThan((SECONDS - 4) * 48_000);
                double first = Loudness.rmsDb(heard, 2 * 48_000, 12 * 48_000);
                double last = Loudness.rmsDb(heard, heard.length - 10 * 48_000, heard.length);
                loudest = Math.max(loudest, Loudness.peakDb(heard));
                System.out.printf(
                        "%s heard %.1f dBFS at first, %.1f at last, peak %.1f%n",
                        robot.name(), first, last, Loudness.peakDb(heard));
                assertThat(first).as("others are heard").isGreaterThan(-50);
                assertThat(last).as("no growth").isLessThan(first + 3);
                List<Chirp> others = List.of(VOICES[(i + 1) % 4], VOICES[(i + 2) % 4], VOICES[(i + 3) % 4]);
                assertThat(others.stream()
                                .filter(chirp -> Ear.isIn(chirp, heard))
                                .count())
                        .as("others that %s heard", robot.name())
                        .isGreaterThanOrEqualTo(2);
                // Others' chirps, as loud as his would be, are like his by 0.5 now and then, at a third of their level;
                // an echo
                // while nobody else talks would be like it by 0.9.
                assertThat(Ear.found(VOICES[i], heard))
                        .as("%s hears himself", robot.name())
                        .noneMatch(match -> match.similarity() > 0.6);
            }
            // Four voices with chirps at 0.15 and nothing added to them.
            assertThat(loudest).isLessThan(0);
        }
    }
}
