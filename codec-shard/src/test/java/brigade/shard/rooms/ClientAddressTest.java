package brigade.shard.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose address counts behind proxies. */
class ClientAddressTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "192.0.2.1 | - | 192.0.2.1",
                "192.0.2.1 | 198.51.100.7 | 192.0.2.1", // a stranger's word
                "127.0.0.1 | - | 127.0.0.1",
                "127.0.0.1 | 192.0.2.1 | 192.0.2.1",
                "127.0.0.1 | 198.51.100.7, 192.0.2.1 | 192.0.2.1", // the first was the client's own word
                "127.0.0.1 | 192.0.2.1, 127.0.0.1 | 192.0.2.1", // nginx and front door on this machine
                "::1 | 192.0.2.1 | 192.0.2.1",
                "127.0.0.1 | , | 127.0.0.1",
                "127.0.0.1 | no address | no address"
            },
            delimiter = '|')
    void theLastWordOfOurOwnProxiesCounts(String peer, String header, String client) {
        assertThat(ClientAddress.of(peer, header)).isEqualTo(client);
    }

    @Test
    void ipv6CountsByItsNetwork() {
        assertThat(ClientAddress.of("127.0.0.1", "2001:db8::1")).isEqualTo("20010db800000000::/64");
    }
}
