package brigade.access;

import org.jspecify.annotations.Nullable;

/**
 * What a resume token says, once it is believed.
 *
 * @param personId who comes back
 * @param link what the person's link said; null when he came without one
 */
public record ResumeGrant(long personId, @Nullable RoomGrant link) {}
