/**
 * The robot singer: a v1 client that sings a sound file in time with what it hears and records that.
 *
 * <pre>
 *   Sing (command) --> RobotSinger --> ExchangeTransport (HttpTransport)
 *                        |    |   `--> RobotClock (LiveSystem)
 *                        |    `------> Songbook: which sample of the file belongs to which clock
 *                        `-----------> Recording, RobotReport
 * </pre>
 *
 * <p>One tick is 600 ms. What the robot asks for in tick k it hears in ticks k+2 (the answer has 1.2 s to come), what it
 * sings meanwhile leaves in tick k+3:
 *
 * <pre>
 *   tick        k         k+1        k+2        k+3
 *   asks for    R(k)      R(k+1)     R(k+2)     R(k+3)
 *   hears                            R(k)       R(k+1)
 *   sends                                       sung to R(k)
 * </pre>
 */
@NullMarked
package brigade.robot;

import org.jspecify.annotations.NullMarked;
