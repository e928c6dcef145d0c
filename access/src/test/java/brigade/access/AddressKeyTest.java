package brigade.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is one address. */
class AddressKeyTest {
    @Test
    void anIpv4AddressIsItself() {
        assertThat(AddressKey.of("192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(AddressKey.of("::ffff:192.0.2.7")).isEqualTo("192.0.2.7");
    }

    @Test
    void anIpv6NetworkIsOne() {
        String key = AddressKey.of("2001:db8:1:2:3:4:5:6");
        assertThat(key).isEqualTo("20010db800010002::/64");
        assertThat(AddressKey.of("[2001:db8:1:2:ffff::1]")).isEqualTo(key);
        assertThat(AddressKey.of("2001:db8:1:2::9%eth0")).isEqualTo(key);
        assertThat(AddressKey.of("2001:db8:1:3::1")).isNotEqualTo(key);
    }

    @Test
    void anythingElseIsShortText() {
        assertThat(AddressKey.of("::::::")).isEqualTo("::::::");
        assertThat(AddressKey.of("X".repeat(1_000))).isEqualTo("x".repeat(64));
    }
}
