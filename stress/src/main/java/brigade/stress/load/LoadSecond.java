package brigade.stress.load;

/**
 * What came in one second of a run.
 *
 * @param second from the first intended time
 * @param answered whole answers
 * @param late of these, how many came more than 600 ms after their intended time
 * @param errors requests without a whole answer
 * @param p50Ms latency from the intended time; 0 when nothing came
 * @param p99Ms as p50Ms
 * @param maxMs as p50Ms
 */
public record LoadSecond(int second, long answered, long late, long errors, double p50Ms, double p99Ms, double maxMs) {}
