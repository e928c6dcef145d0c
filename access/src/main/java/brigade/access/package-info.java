/**
 * Who may do what: the tokens in links, the key they are signed with, passwords, and the limits on trying.
 *
 * <pre>
 *  KeyFile ---> RoomTokens      a link's token: room, role, epoch
 *          ---> ResumeTokens    a dropped socket's way back to its own seat
 *          ---> OperatorTokens  who can read the key file on this machine
 *  PasswordHasher               a room's password, hashed on two threads of its own
 *  FailureThrottle              slows whoever guesses, per address and room
 *  CreationLimit                rooms that one address may make
 * </pre>
 *
 * Nothing here opens a connection or knows a room; time and chance are passed in; memory is bounded.
 */
@NullMarked
package brigade.access;

import org.jspecify.annotations.NullMarked;
