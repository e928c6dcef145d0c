package brigade.shard.stream;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Everybody may sing in {@code main}, and there is no other room: for a shard without keys, and for tests. */
public final class OpenAccess implements AccessCheck {
    /** The one there is. */
    public OpenAccess() {}

    @Override
    public Verdict check(Hello hello) {
        return hello.room().equals("main") ? new Admitted("{}", "") : new Refused("no-room", "There is no such room.");
    }

    /** Not a signature: nobody here takes one. */
    @Override
    public String sign(String claimsJson) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(claimsJson.getBytes(StandardCharsets.UTF_8));
    }
}
