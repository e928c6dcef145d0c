package brigade.state.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import brigade.state.measure.CleanVoice;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whoever needs the desk's attention is named, and nobody else. */
class DeskTest {
    private static JsonNode needed(DeskChoir choir, DeskChoir.Voice voice, String field) {
        return Objects.requireNonNull(choir.strip(voice, field));
    }

    @Test
    void whoIsSixtyMillisecondsLateIsNamedFirstAndNobodyElse() {
        DeskChoir choir = new DeskChoir(20);
        DeskChoir.Voice late = choir.voices.get(7);
        late.lateMs = 60;
        choir.begin();
        choir.sing(34);
        System.out.println(choir.host.last("attention"));
        assertThat(choir.attention()).isNotEmpty();
        JsonNode first = choir.attention().getFirst();
        assertThat(first.get("id").stringValue()).isEqualTo(late.id());
        assertThat(first.get("reason").stringValue()).isEqualTo("timing");
        assertThat(first.get("value").intValue()).isCloseTo(60, within(10));
        double worst = 0;
        for (DeskChoir.Voice voice : choir.voices.subList(1, 21)) {
            int ms = needed(choir, voice, "timingMs").intValue();
            double confidence = needed(choir, voice, "timing").doubleValue();
            assertThat(confidence).as(voice.id()).isGreaterThanOrEqualTo(0.8);
            if (voice != late) {
                worst = Math.max(worst, Math.abs(ms));
            }
        }
        System.out.println("worst error of the other nineteen: " + worst + " ms");
        assertThat(worst).isLessThan(10);
        assertThat(choir.attention())
                .allSatisfy(row -> assertThat(row.get("id").stringValue()).isEqualTo(late.id()));
    }

    /** Far away and in a large choir the last row sings 20 s behind: what it is compared with has to be there still. */
    @Test
    void whoIsLateInTheLastOfManyRowsThatAreFarApartIsMeasuredToo() {
        DeskChoir choir = new DeskChoir(14);
        choir.way = 80_000;
        choir.begin();
        choir.sing(12); // found to be far: the rows are further apart from the next song on
        choir.leader().say("stop");
        choir.sing(25);
        choir.begin();
        choir.fixture.pass(0.2);
        DeskChoir.Voice late = choir.voices.get(0);
        for (DeskChoir.Voice voice : choir.voices) {
            late = voice.person.seat().delaySamples() > late.person.seat().delaySamples() ? voice : late;
        }
        late.lateMs = 60;
        System.out.println("the last row is " + late.person.seat().delaySamples() / 48_000.0 + " s behind");
        assertThat(late.person.seat().delaySamples()).isGreaterThan(8 * 48_000);
        choir.sing(45);
        assertThat(needed(choir, late, "timing").doubleValue()).isGreaterThanOrEqualTo(0.8);
        assertThat(needed(choir, late, "timingMs").intValue()).isCloseTo(60, within(10));
    }

    @Test
    void whoHissesOrClipsIsNamedWithinFiveSeconds() {
        DeskChoir choir = new DeskChoir(8);
        choir.begin();
        choir.sing(12);
        assertThat(choir.attention()).isEmpty();
        choir.voices.get(3).hiss = 0.01;
        choir.voices.get(5).clips = true;
        double hissFound = Double.POSITIVE_INFINITY;
        double clipFound = Double.POSITIVE_INFINITY;
        for (double seconds = 0; seconds < 8; seconds += 0.12) {
            hissFound = choir.isNamed(choir.voices.get(3), "noise") ? Math.min(hissFound, seconds) : hissFound;
            clipFound = choir.isNamed(choir.voices.get(5), "clipping") ? Math.min(clipFound, seconds) : clipFound;
            choir.sing(0.12);
        }
        System.out.printf("hiss named after %.1f s, clipping after %.1f s of virtual time%n", hissFound, clipFound);
        assertThat(hissFound).isLessThan(5);
        assertThat(clipFound).isLessThan(5);
        assertThat(choir.attention())
                .allSatisfy(row -> assertThat(row.get("id").stringValue())
                        .isIn(choir.voices.get(3).id(), choir.voices.get(5).id()));
        choir.voices.get(3).hiss = 0;
        choir.voices.get(5).clips = false;
        choir.sing(16);
        assertThat(choir.attention()).isEmpty();
    }

    @Test
    void whoPlaysTheSongIntoHisMicrophoneIsFoundAndHeldDown() {
        DeskChoir choir = new DeskChoir(6);
        DeskChoir.Voice bleeding = choir.voices.get(4);
        bleeding.bleed = 0.4;
        choir.begin();
        choir.sing(28);
        System.out.println(choir.host.last("attention"));
        assertThat(choir.isNamed(bleeding, "bleed")).isTrue();
        assertThat(needed(choir, bleeding, "trimDb").intValue()).isEqualTo(-12);
        assertThat(choir.attention())
                .allSatisfy(row -> assertThat(row.get("id").stringValue()).isEqualTo(bleeding.id()));
    }

    /** Each with a clean voice of his own, and well in time: the hardest choir to tell from loudspeakers. */
    @Test
    void ofTwentyWhoSingWellInTimeOnlyTheOneWithALoudspeakerIsNamed() {
        DeskChoir choir = new DeskChoir(20, singer -> new CleanVoice(singer).sing(40));
        DeskChoir.Voice bleeding = choir.voices.get(13);
        bleeding.bleed = 0.4;
        // No microphone is silent: -66 dBFS.
        choir.voices.forEach(voice -> voice.hiss = 0.0005);
        choir.begin();
        Set<String> named = new HashSet<>();
        double foundSeconds = Double.POSITIVE_INFINITY;
        // Long enough to look at everybody twice.
        for (int seconds = 1; seconds <= 80; seconds++) {
            choir.sing(1);
            for (DeskChoir.Voice voice : choir.voices) {
                if (choir.isNamed(voice, "bleed")) {
                    named.add(voice.id());
                    foundSeconds = Math.min(foundSeconds, seconds);
                }
            }
        }
        System.out.println("the loudspeaker is named after " + foundSeconds + " s of virtual time");
        assertThat(named).containsExactly(bleeding.id());
    }

    @Test
    void automaticLevellingBringsVoicesTogether() {
        DeskChoir choir = new DeskChoir(6);
        choir.voices.get(2).gain = 0.25;
        choir.voices.get(4).gain = 3;
        choir.begin();
        choir.host.say("levels", m -> m.put("autoLevel", true));
        choir.sing(25);
        assertThat(needed(choir, choir.voices.get(2), "trimDb").intValue()).isBetween(8, 12);
        assertThat(needed(choir, choir.voices.get(4), "trimDb").intValue()).isBetween(-10, -6);
        assertThat(needed(choir, choir.voices.get(3), "trimDb").intValue()).isBetween(-2, 2);
        choir.host.say("levels", m -> m.put("autoLevel", false));
        choir.sing(13);
        assertThat(needed(choir, choir.voices.get(2), "trimDb").intValue()).isZero();
    }

    @Test
    void aCorrectionIsOfferedBetweenSongsAcceptedAndUndone() {
        DeskChoir choir = new DeskChoir(4);
        DeskChoir.Voice late = choir.voices.get(2);
        late.lateMs = 60;
        choir.begin();
        choir.sing(35);
        choir.host.say("correction", m -> m.put("who", late.id()).put("offer", true));
        choir.sing(2);
        assertThat(late.person.wasTold("correction")).as("during a song").isFalse();
        assertThat(needed(choir, late, "correction").stringValue()).isEqualTo("waiting");
        choir.leader().say("stop");
        choir.sing(10);
        JsonNode offer = late.person.last("correction");
        assertThat(offer.get("state").stringValue()).isEqualTo("offer");
        assertThat(offer.get("offsetMs").intValue()).isCloseTo(60, within(10));
        for (DeskChoir.Voice other : choir.voices) {
            assertThat(other == late || !other.person.wasTold("correction")).isTrue();
        }
        late.person.say("correction", m -> m.put("answer", "accept"));
        choir.fixture.pass(1);
        JsonNode applied = late.person.last("correction");
        assertThat(applied.get("state").stringValue()).isEqualTo("applied");
        late.lateMs -= applied.get("offsetMs").intValue();
        choir.begin();
        choir.sing(35);
        assertThat(needed(choir, late, "timing").doubleValue()).isGreaterThanOrEqualTo(0.8);
        assertThat(Math.abs(needed(choir, late, "timingMs").intValue())).isLessThan(10);
        assertThat(choir.isNamed(late, "timing")).isFalse();
        late.person.say("correction", m -> m.put("answer", "undo"));
        choir.fixture.pass(0.1);
        JsonNode undone = late.person.last("correction");
        assertThat(undone.get("state").stringValue()).isEqualTo("undone");
        assertThat(undone.get("offsetMs").intValue())
                .isEqualTo(-applied.get("offsetMs").intValue());
    }
}
