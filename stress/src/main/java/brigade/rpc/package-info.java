/** Ways for benchmarks and race tests to the parts of the RPC that the product keeps to itself. */
@NullMarked
package brigade.rpc;

import org.jspecify.annotations.NullMarked;
