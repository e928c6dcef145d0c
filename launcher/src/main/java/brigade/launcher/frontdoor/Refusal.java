package brigade.launcher.frontdoor;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One-line error answers that old clients understand: exchange v1, "Errors". Any thread. */
final class Refusal {
    private Refusal() {}

    /**
     * Answers with an error.
     *
     * @param status HTTP status
     * @param message one line of ASCII without quotes or backslashes: it is also JSON and a header
     */
    static void write(Response response, Callback callback, int status, String message) {
        response.reset();
        response.setStatus(status);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("Access-Control-Allow-Origin", "*");
        headers.put("Access-Control-Max-Age", "86400");
        headers.put("Access-Control-Expose-Headers", "X-Audio-Metadata");
        headers.put("X-Audio-Metadata", "{\"kill_client\": true, \"message\": \"" + message + "\"}");
        Content.Sink.write(response, true, message + "\n", callback);
    }
}
