package brigade.shard.stream;

import org.jspecify.annotations.Nullable;

/**
 * Judges who comes in: tokens and passwords are checked in the shard, before the state server hears of anybody. Called by
 * threads that may wait, except {@link #sign}.
 */
public interface AccessCheck {
    /**
     * What a {@code hello} shows.
     *
     * @param room its id
     * @param token of a link
     * @param password as typed
     * @param resume the token of an earlier {@code welcome}
     * @param device the client's own key
     * @param address the IP address it comes from
     */
    record Hello(
            String room,
            @Nullable String token,
            @Nullable String password,
            @Nullable String resume,
            @Nullable String device,
            String address) {}

    /** The answer. */
    sealed interface Verdict permits Admitted, Refused {}

    /**
     * The state server is asked.
     *
     * @param accessJson the object {@code access} of docs/protocol.md, 5
     * @param addressHash stands for the address, and does not tell it
     */
    record Admitted(String accessJson, String addressHash) implements Verdict {}

    /**
     * He stays outside.
     *
     * @param code of {@code error} and {@code bye}
     * @param message a sentence for people
     */
    record Refused(String code, String message) implements Verdict {}

    /** Judges; may take its time. */
    Verdict check(Hello hello) throws InterruptedException;

    /** Makes the token that {@code welcome} hands out. Called by the tick thread: quick. */
    String sign(String claimsJson);

    /** Whether a control message has to pass {@link #prepare}: it holds a secret. Quick. */
    default boolean isSecret(String type, String json) {
        return false;
    }

    /**
     * The message as it may go up, without its secret; may take its time.
     *
     * @throws brigade.wire.WireException 400 when the secret is not as it may be, 503 when there is no time for it
     */
    default String prepare(String type, String json) throws InterruptedException {
        return json;
    }
}
