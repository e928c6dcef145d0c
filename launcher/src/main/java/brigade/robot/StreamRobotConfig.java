package brigade.robot;

import brigade.client.ClientOptions;
import brigade.client.SessionConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a robot of stream v2 does. Immutable; the {@code with} methods make changed copies.
 *
 * @param who room, name, rights
 * @param options how it plays
 * @param seat the row that it asks for; 0 to sit where the server says
 * @param lead whether it asks to lead, starts the song, and stops it at the end of its file
 * @param waitSeconds how long a leader waits before he starts, so that the others get ready
 * @param seconds ends after this; 0 to end with the song
 */
public record StreamRobotConfig(
        SessionConfig who, ClientOptions options, int seat, boolean lead, double waitSeconds, double seconds) {
    /** Rows that there can be. */
    public static final int SEAT_MAX = 250;

    /** Refuses what makes no sense. */
    public StreamRobotConfig {
        if (seat < 0 || seat > SEAT_MAX) {
            throw new IllegalArgumentException("seat " + seat + ": 1 to " + SEAT_MAX + ", or 0 for any");
        }
        if (!(seconds >= 0) || !(waitSeconds >= 0)) {
            throw new IllegalArgumentException("seconds are 0 or more");
        }
        if (lead && who.mode() == SessionConfig.Mode.LISTEN) {
            throw new IllegalArgumentException("who listens cannot lead");
        }
    }

    /** Somebody who sits where the server says and stays for one song. */
    public static StreamRobotConfig singer(String room, String name) {
        SessionConfig who = SessionConfig.of(room, name, SessionConfig.Mode.SING);
        return new StreamRobotConfig(who, ClientOptions.USUAL, 0, false, 0, 0);
    }

    /** Somebody who listens to one song. */
    public static StreamRobotConfig listener(String room, String name) {
        SessionConfig who = SessionConfig.of(room, name, SessionConfig.Mode.LISTEN);
        return new StreamRobotConfig(who, ClientOptions.USUAL, 0, false, 0, 0);
    }

    /** The same, leading after that wait. */
    public StreamRobotConfig leading(double newWaitSeconds) {
        return new StreamRobotConfig(who, options, seat, true, newWaitSeconds, seconds);
    }

    /** The same in that row. */
    public StreamRobotConfig withSeat(int newSeat) {
        return new StreamRobotConfig(who, options, newSeat, lead, waitSeconds, seconds);
    }

    /** The same for so long. */
    public StreamRobotConfig withSeconds(double newSeconds) {
        return new StreamRobotConfig(who, options, seat, lead, waitSeconds, newSeconds);
    }

    /** The same with the token of a link. */
    public StreamRobotConfig withToken(@Nullable String token) {
        return new StreamRobotConfig(who.withToken(token), options, seat, lead, waitSeconds, seconds);
    }

    /** The same with other rights or keys. */
    public StreamRobotConfig withWho(SessionConfig newWho) {
        return new StreamRobotConfig(newWho, options, seat, lead, waitSeconds, seconds);
    }

    /** The same, played otherwise. */
    public StreamRobotConfig withOptions(ClientOptions newOptions) {
        return new StreamRobotConfig(who, newOptions, seat, lead, waitSeconds, seconds);
    }
}
