package brigade.state.room;

import org.jspecify.annotations.Nullable;

/** What somebody may do in a room; each may do what those before him may. */
enum Role {
    LISTENER("listener"),
    SINGER("singer"),
    LEADER("leader"),
    HELPER("helper"),
    HOST("host");

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    /** Its name in messages and tokens. */
    String wireName() {
        return wireName;
    }

    /** Whether one of this role may do what {@code needed} may. */
    boolean mayActAs(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The role of this name, or null. */
    static @Nullable Role of(String wireName) {
        for (Role role : values()) {
            if (role.wireName.equals(wireName)) {
                return role;
            }
        }
        return null;
    }
}
