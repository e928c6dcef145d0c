/** The exchange's records as JSON: field names are written here once, for shard and state server. */
@NullMarked
package brigade.wire.json;

import org.jspecify.annotations.NullMarked;
