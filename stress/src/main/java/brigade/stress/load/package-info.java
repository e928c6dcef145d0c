/**
 * The HTTP load: who sends what when, what came back, and what the servers' processes used meanwhile.
 *
 * <pre>
 *  LoadPlan --> LoadRun --- one virtual thread each ---> Worker --> HttpConnection --> server
 *                  |                                       |  answers: AnswerCheck
 *                  |--- SongLeader (sings all the time)    `------> Tally --> Timeline
 *                  `--- ProcessWatch (reads /proc)
 * </pre>
 *
 * <p>A request has an intended time, fixed before the run. Its latency counts from there, whether or not the worker
 * could send it then: a server that stalls is charged with all the turns it held up (no coordinated omission).
 */
@NullMarked
package brigade.stress.load;

import org.jspecify.annotations.NullMarked;
