package brigade.robot;

import java.io.IOException;

/** Where a robot's requests go. Blocks; one thread. */
public interface ExchangeTransport {
    /** The server's clock in samples, somewhere between call and return. */
    long serverClock() throws IOException, InterruptedException;

    /**
     * One exchange.
     *
     * @param query the URL's query, encoded
     * @param body the packed sound; empty for none
     * @throws IOException when no answer came; errors of the server are answers
     */
    ExchangeAnswer exchange(String query, byte[] body) throws IOException, InterruptedException;
}
