/**
 * Says before an evening whether a machine and its public address will do, for {@code brigade doctor}.
 *
 * <pre>
 *  Needs          what so many singers need, from measured figures (docs/operating.md)
 *  MachineFacts   what this machine has
 *  MachineChecks  the one held against the other
 *  PublicChecks   the public name: certificate, page, a real WebSocket
 *  Finding        one line of the answer
 * </pre>
 */
@NullMarked
package brigade.launcher.doctor;

import org.jspecify.annotations.NullMarked;
