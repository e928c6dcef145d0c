/**
 * Exchange v1: what old clients send and get, to the byte.
 *
 * <pre>
 *   query + body --ExchangeParser--> ExchangeRequest + PacketBundle
 *        --Exchanges--> (one user at a time) decode --StateCall--> encode --AnswerWriter--> bytes
 * </pre>
 *
 * <p>Everything that can be refused by its form is refused before any codec state changes.
 */
@NullMarked
package brigade.shard.exchange;

import org.jspecify.annotations.NullMarked;
