/**
 * The robot singer: sings a sound file in time with what it hears and records that. {@link brigade.robot.StreamRobot} does
 * it over stream v2, by {@code brigade.client}; {@link brigade.robot.RobotSinger} over exchange v1:
 *
 * <pre>
 *   Sing (command) --> RobotSinger --> ExchangeTransport (HttpTransport)
 *                        |    |   `--> RobotClock (LiveSystem)
 *                        |    `------> Songbook: which sample of the file belongs to which clock
 *                        `-----------> Recording, RobotReport
 * </pre>
 *
 * <p>One tick is 600 ms. What the robot asks for in tick k it hears in tick k+1 (the answer has 600 ms to come), what it
 * sings meanwhile leaves in tick k+2. So a bucket 3 s later gets it 1.2 s before it is due:
 *
 * <pre>
 *   tick        k         k+1        k+2        k+3
 *   asks for    R(k)      R(k+1)     R(k+2)     R(k+3)
 *   hears                 R(k)       R(k+1)     R(k+2)
 *   sends                            sung to R(k)
 * </pre>
 */
@NullMarked
package brigade.robot;

import org.jspecify.annotations.NullMarked;
