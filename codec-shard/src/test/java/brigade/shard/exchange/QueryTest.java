package brigade.shard.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.wire.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    @Test
    void valuesAreDecoded() {
        Query query = Query.parse("a=1&b=x+y&c=%D0%AF%26%3D&d=&e&%66=g=h&=none");
        assertThat(query.text("a")).isEqualTo("1");
        assertThat(query.text("b")).isEqualTo("x y");
        assertThat(query.text("c")).isEqualTo("Я&=");
        assertThat(query.text("f")).isEqualTo("g=h");
        assertThat(query.text("d")).isNull();
        assertThat(query.text("e")).isNull();
        assertThat(query.text("A")).isNull();
    }

    @Test
    void noQueryHasNoValues() {
        assertThat(Query.parse(null).text("a")).isNull();
        assertThat(Query.parse("").text("a")).isNull();
        assertThat(Query.parse("&&").text("a")).isNull();
    }

    @Test
    void flagsAreSetByAnythingButNothingZeroAndFalse() {
        Query query = Query.parse("a=1&b=true&c=0&d=false&e=&f&g=1?track=x");
        assertThat(query.flag("a")).isTrue();
        assertThat(query.flag("b")).isTrue();
        assertThat(query.flag("g")).isTrue(); // an old driver joins its parameters so
        assertThat(query.flag("c")).isFalse();
        assertThat(query.flag("d")).isFalse();
        assertThat(query.flag("e")).isFalse();
        assertThat(query.flag("f")).isFalse();
        assertThat(query.flag("h")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%zz", "a=%4", "a=%", "%x=1", "a=1&a=1", "a=1&b=2&a=", "a&a"})
    void brokenQueriesAreRefused(String raw) {
        assertThatThrownBy(() -> Query.parse(raw))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.status()).isEqualTo(400));
    }
}
