package brigade.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistinctErrorsTest {
    private final List<String> log = new ArrayList<>();
    private final DistinctErrors errors =
            new DistinctErrors((where, count, cause) -> log.add(where + " " + count + " " + cause.getMessage()));

    @Test
    void eachKindIsToldAtPowersOfTen() {
        for (int i = 1; i <= 120; i++) {
            errors.note("here", new IllegalStateException("number " + i));
        }
        errors.note("there", new IllegalStateException("other place"));
        assertThat(log)
                .containsExactly("here 1 number 1", "here 10 number 10", "here 100 number 100", "there 1 other place");
    }

    @Test
    void kindsAreBounded() {
        for (int i = 0; i < 10 * DistinctErrors.DISTINCT_MAX; i++) {
            errors.note("place " + i, new IllegalStateException("x"));
        }
        assertThat(log).hasSize(DistinctErrors.DISTINCT_MAX + 3);
    }
}
