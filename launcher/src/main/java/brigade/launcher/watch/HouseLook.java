package brigade.launcher.watch;

/**
 * What a house does, from two scrapes of all its processes.
 *
 * @param rooms rooms there are
 * @param singing rooms with a song on
 * @param singers people who sing, of both protocols
 * @param listeners people who listen
 * @param latePercent messages of sound that left over 20 ms late; NaN when none left
 * @param underruns times a second that clients ran out of sound
 * @param tickP99Ms 99 % of ticks were done so long after their boundary; NaN without ticks
 * @param overruns ticks a second that were not done in their 20 ms
 * @param callP99Ms 99 % of the latest calls of the state server took at most so long
 * @param journalLagSeconds how far the slowest journal is behind
 * @param journalLost records that could not be kept, since the start
 * @param offTime singers off by 25 ms and more
 */
public record HouseLook(
        long rooms,
        long singing,
        long singers,
        long listeners,
        double latePercent,
        double underruns,
        double tickP99Ms,
        double overruns,
        double callP99Ms,
        double journalLagSeconds,
        long journalLost,
        long offTime) {
    /**
     * Works it out.
     *
     * @param seconds that lie between the two
     */
    public static HouseLook of(Scrape before, Scrape after, double seconds) {
        double sent = after.grown(before, "brigade_messages_sent_total");
        double late = after.grown(before, "brigade_messages_late_total");
        return new HouseLook(
                (long) after.sum("brigade_state_rooms"),
                (long) after.sum("brigade_state_rooms_singing"),
                (long) after.sum("brigade_state_people"),
                (long) after.sum("brigade_state_listeners"),
                sent == 0 ? Double.NaN : 100 * late / sent,
                after.grown(before, "brigade_client_underruns_total") / seconds,
                1_000 * after.quantile(before, "brigade_tick_seconds", 0.99),
                after.grown(before, "brigade_tick_overruns_total") / seconds,
                1_000 * after.max("brigade_rpc_latest_seconds", "{quantile=\"0.99\"}"),
                Math.max(
                        after.max("brigade_state_journal_lag_seconds", ""),
                        after.max("brigade_shard_journal_lag_seconds", "")),
                (long) (after.sum("brigade_state_journal_lost_total") + after.sum("brigade_shard_journal_lost_total")),
                (long) after.sum("brigade_state_timing_off"));
    }
}
