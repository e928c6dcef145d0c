package brigade.launcher.rehearse;

import brigade.robot.StreamReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a rehearsal says of the evening.
 *
 * @param lines for people
 * @param exitCode 0 it holds, 1 it does not, 3 the robots' own machine was too slow
 */
public record Verdict(List<String> lines, int exitCode) {
    /** From here on people hear drop-outs. */
    private static final double LATE_MAX_PERCENT = 1;

    private static final double FRAMES_PER_SECOND = 50;
    private static final double SKIPS_MAX_PER_ROBOT = 1;
    private static final int HOLDS = 0;
    private static final int FAILS = 1;
    private static final int UNKNOWN = 3;

    /**
     * What one robot met.
     *
     * @param came whether it was welcomed
     * @param sang whether it was in the song
     * @param losses how often its connection was lost
     * @param frames frames of 20 ms that it heard
     * @param lateFrames of these, those that came too late
     * @param gaps how often messages were missing
     * @param skips how often it was late itself
     * @param rttMs round trip to the server
     * @param errors what else went wrong
     */
    public record Robot(
            boolean came,
            boolean sang,
            int losses,
            long frames,
            long lateFrames,
            long gaps,
            long skips,
            double rttMs,
            Set<String> errors) {
        /** From its report. */
        public static Robot of(StreamReport report) {
            return new Robot(
                    report.connections() > 0,
                    report.songStartSample() > 0,
                    report.losses(),
                    report.frames(),
                    report.lateFrames(),
                    report.gaps(),
                    report.skips(),
                    report.rttMs(),
                    report.errors().keySet());
        }
    }

    /** Judges what a choir of {@code singers} met. */
    public static Verdict of(List<Robot> choir, int singers) {
        long here = choir.stream().filter(Robot::came).count();
        long sang = choir.stream().filter(Robot::sang).count();
        long lost = choir.stream().mapToLong(Robot::losses).sum();
        long frames = choir.stream().mapToLong(Robot::frames).sum();
        long late = choir.stream().mapToLong(Robot::lateFrames).sum();
        long gaps = choir.stream().mapToLong(Robot::gaps).sum();
        long skips = choir.stream().mapToLong(Robot::skips).sum();
        double latePercent = frames == 0 ? 100 : 100.0 * late / frames;
        List<Double> trips = choir.stream().map(Robot::rttMs).sorted().toList();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "came in:     %d of %d; in the song: %d", here, singers, sang));
        lines.add(String.format(
                Locale.ROOT,
                "sound:       %.2f %% of %.0f s came too late, %d gaps",
                latePercent,
                frames / FRAMES_PER_SECOND,
                gaps));
        lines.add(String.format(
                Locale.ROOT,
                "connections: %d lost; round trip %.1f ms, slowest %.1f ms",
                lost,
                trips.isEmpty() ? 0 : trips.get(trips.size() / 2),
                trips.isEmpty() ? 0 : trips.getLast()));
        choir.stream()
                .flatMap(robot -> robot.errors().stream())
                .distinct()
                .limit(5)
                .forEach(error -> lines.add("error:       " + error));
        boolean well = here == singers && sang == singers && lost == 0 && latePercent <= LATE_MAX_PERCENT;
        if (well) {
            lines.add("HOLDS        for " + singers + " singers. People's own networks are not in it.");
            return new Verdict(List.copyOf(lines), HOLDS);
        }
        if (here == singers && lost == 0 && skips > SKIPS_MAX_PER_ROBOT * singers) {
            lines.add(String.format(
                    Locale.ROOT,
                    "UNKNOWN      the robots were late themselves, %d times: run them on another machine, or fewer",
                    skips));
            return new Verdict(List.copyOf(lines), UNKNOWN);
        }
        lines.add("DOES NOT HOLD: ./brigade top and doctor on the server say why; fewer singers, or a larger machine");
        return new Verdict(List.copyOf(lines), FAILS);
    }
}
