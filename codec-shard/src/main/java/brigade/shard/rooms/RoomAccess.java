package brigade.shard.rooms;

import brigade.access.AddressKey;
import brigade.access.Refusal;
import brigade.access.ResumeGrant;
import brigade.access.Role;
import brigade.access.RoomGrant;
import brigade.access.TokenRefusedException;
import brigade.shard.stream.AccessCheck;
import brigade.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Judges a stream's {@code hello} by what only a shard can check: signatures and passwords. Whether a link still counts, and
 * what a role may do, is for the state server to say.
 */
public final class RoomAccess implements AccessCheck {
    /** Hex digits that stand for an address: as good as unique among a room's people. */
    private static final int ADDRESS_HASH_BYTES = 8;

    private static final String HMAC = "HmacSHA256";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RoomCalls calls;
    private final RoomKeys keys;
    private final Passwords passwords;
    private final SecretKeySpec addressKey;

    /**
     * Judges by these.
     *
     * @param addressKey random, this process' own: addresses are told to nobody, and to no log
     */
    public RoomAccess(RoomCalls calls, RoomKeys keys, Passwords passwords, byte[] addressKey) {
        this.calls = calls;
        this.keys = keys;
        this.passwords = passwords;
        this.addressKey = new SecretKeySpec(addressKey, HMAC);
    }

    @Override
    public Verdict check(Hello hello) throws InterruptedException {
        if (!RoomsApi.isLegal(hello.room())) {
            return new Refused("no-room", "There is no such room.");
        }
        ObjectNode access = JSON.createObjectNode();
        String address = AddressKey.of(hello.address());
        try {
            boolean linked = addLink(access, hello);
            boolean resumed = addResume(access, hello);
            String password = hello.password();
            if (!linked && !resumed && password != null && !password.isEmpty()) {
                String hash = calls.get(hello.room()).passwordHash();
                if (hash != null) {
                    if (!passwords.isRight(address, hello.room(), password, hash)) {
                        return new Refused("wrong-password", "This is not the room's password.");
                    }
                    access.put("password", true);
                }
            }
        } catch (TokenRefusedException e) {
            return new Refused(e.refusal().code(), sentence(e.refusal().sentence()));
        } catch (SlowDownException e) {
            return new Refused("slow-down", sentence(String.valueOf(e.getMessage())));
        } catch (WireException e) {
            return e.status() == 404
                    ? new Refused("no-room", "There is no such room.")
                    : new Refused("unavailable", sentence(String.valueOf(e.getMessage())));
        }
        return new Admitted(JSON.writeValueAsString(access), addressHash(address));
    }

    private boolean addLink(ObjectNode access, Hello hello) throws TokenRefusedException {
        String token = hello.token();
        if (token == null || token.isEmpty()) {
            return false;
        }
        add(access, keys.links().verify(token, hello.room()));
        return true;
    }

    /** A resume token that is too old is as none: its owner is a newcomer. One that is not ours, or another room's, is a lie. */
    private boolean addResume(ObjectNode access, Hello hello) throws TokenRefusedException {
        String token = hello.resume();
        if (token == null || token.isEmpty()) {
            return false;
        }
        ResumeGrant grant;
        try {
            grant = keys.resumes().verify(token, hello.room());
        } catch (TokenRefusedException e) {
            if (e.refusal() == Refusal.EXPIRED) {
                return false;
            }
            throw e;
        }
        ObjectNode resume = access.putObject("resume").put("id", Long.toUnsignedString(grant.personId()));
        RoomGrant link = grant.link();
        if (link != null) {
            add(resume, link);
        }
        return true;
    }

    private static void add(ObjectNode json, RoomGrant grant) {
        json.put("role", grant.role().word()).put("epoch", grant.epoch());
    }

    private String addressHash(String address) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(addressKey);
            byte[] hash = mac.doFinal(address.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ADDRESS_HASH_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is in every JDK", e);
        }
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    @Override
    public String sign(String claimsJson) {
        JsonNode claims = JSON.readTree(claimsJson);
        @Nullable
        RoomGrant link = Role.of(claims.path("role").asString(""))
                .map(role -> new RoomGrant(role, claims.path("epoch").asLong(-1)))
                .orElse(null);
        long person = Long.parseUnsignedLong(claims.path("id").asString());
        return keys.resumes().make(claims.path("room").asString(), person, link);
    }

    /** Settings alone hold a secret; a backslash may hide the word. */
    @Override
    public boolean isSecret(String type, String json) {
        return type.equals("settings") && (json.contains("assword") || json.indexOf('\\') >= 0);
    }

    /** Puts the password's hash in its place: the state server never sees one, and takes no hash that a client made. */
    @Override
    public String prepare(String type, String json) throws InterruptedException {
        ObjectNode message = NewRoom.object(json.getBytes(StandardCharsets.UTF_8));
        message.remove("passwordHash");
        JsonNode password = message.remove("password");
        if (password != null) {
            String text = password.isString() ? password.asString() : "";
            message.put("passwordHash", text.isEmpty() ? "" : passwords.hash(text));
        }
        return JSON.writeValueAsString(message);
    }
}
