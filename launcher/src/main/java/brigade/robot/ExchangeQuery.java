package brigade.robot;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Puts a query together. One thread. */
public final class ExchangeQuery {
    private final StringBuilder query = new StringBuilder();

    /** An empty one. */
    public ExchangeQuery() {}

    /** Adds a parameter, encoded. */
    public ExchangeQuery with(String name, String value) {
        if (!query.isEmpty()) {
            query.append('&');
        }
        query.append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        return this;
    }

    /** Adds a number. */
    public ExchangeQuery with(String name, long value) {
        return with(name, Long.toString(value));
    }

    /** Adds a flag: 1. */
    public ExchangeQuery flag(String name) {
        return with(name, "1");
    }

    @Override
    public String toString() {
        return query.toString();
    }
}
