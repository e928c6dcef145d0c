package brigade.access;

/**
 * What a link's token says, once it is believed.
 *
 * @param role what its holder may be
 * @param epoch the number of that role's links when it was made; the room's own is higher when the host took them back
 */
public record RoomGrant(Role role, long epoch) {}
