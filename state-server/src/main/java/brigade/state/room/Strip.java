package brigade.state.room;

import brigade.state.measure.VoiceFeatures;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** One singer's row of {@code strips}: values as they are told, so that a change is a change to who reads them. Immutable. */
final class Strip {
    /** Fields in the order of the values. */
    private static final String[] NAMES = {
        "level",
        "peak",
        "late",
        "noise",
        "clip",
        "latencyMs",
        "calibration",
        "headphones",
        "timingMs",
        "timing",
        "bleed",
        "trimDb",
        "heardBy",
        "section",
        "pinned",
        "chatMuted",
        "correction",
        "trouble"
    };

    private static final int CLIPPED_SECONDS = 10;
    private static final double SILENT_DB = -90;

    private final @Nullable Object[] values;

    private Strip(@Nullable Object[] values) {
        this.values = values;
    }

    /** That of {@code singer} now. */
    static Strip of(Singer singer, long now, int heardBy, @Nullable Reason trouble) {
        VoiceWatch watch = singer.watch;
        Person person = singer.person;
        @Nullable Object[] values = new @Nullable Object[NAMES.length];
        boolean fresh = watch != null && now - watch.cameAt < 24_000;
        values[0] = watch != null && fresh
                ? db(10
                        * Math.log10(
                                watch.features.meanSquare(watch.features.endHop(), VoiceFeatures.HOPS_PER_SECOND / 2)))
                : null;
        values[1] = watch != null && fresh ? db(20 * Math.log10(watch.features.takePeak())) : null;
        values[2] = watch == null ? 0 : watch.latePercent(now);
        values[3] = watch == null || !watch.isFresh(now) ? null : db(watch.noiseDb());
        values[4] = watch == null ? 0 : watch.clippedMs(CLIPPED_SECONDS);
        values[5] = person == null ? null : (int) Math.round(person.latencySamples / 48.0);
        values[6] = person == null ? null : person.confidence;
        values[7] = person == null ? null : person.headphones;
        values[8] = watch == null || watch.timing.confidence() < 0.1 ? null : (int) Math.round(watch.timing.millis());
        values[9] = watch == null ? 0.0 : coarse(watch.timing.confidence());
        values[10] = watch == null ? 0.0 : coarse(watch.bleed.confidence());
        values[11] = (int) Math.round(singer.trimDb());
        values[12] = heardBy;
        values[13] = singer.section;
        values[14] = person != null && person.pinned;
        values[15] = singer.chatMuted || (person != null && person.chatMuted);
        values[16] = person == null ? null : person.correction.state;
        values[17] = trouble == null ? null : trouble.wireName();
        return new Strip(values);
    }

    private static @Nullable Integer db(double value) {
        return value > SILENT_DB ? (Integer) (int) Math.round(value) : null;
    }

    private static double coarse(double value) {
        return Math.round(value * 20) / 20.0;
    }

    boolean isSame(Strip other) {
        return Arrays.equals(values, other.values);
    }

    /** Writes a row with what is not as in {@code before}; all of it when that is null. */
    void write(JsonGenerator json, RawJson id, @Nullable Strip before) {
        json.writeStartObject();
        json.writeName("id");
        json.writeRawValue(id);
        for (int i = 0; i < values.length; i++) {
            if (before == null || !Objects.equals(values[i], before.values[i])) {
                json.writeName(NAMES[i]);
                switch (values[i]) {
                    case null -> json.writeNull();
                    case Integer number -> json.writeNumber(number.intValue());
                    case Double number -> json.writeNumber(number.doubleValue());
                    case Boolean flag -> json.writeBoolean(flag);
                    default -> json.writeString(values[i].toString());
                }
            }
        }
        json.writeEndObject();
    }
}
