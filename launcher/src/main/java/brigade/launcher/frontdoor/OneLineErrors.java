package brigade.launcher.frontdoor;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Jetty's own errors (a broken request line, too long headers) as one line: no page, no stack trace. */
final class OneLineErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() >= 400 ? response.getStatus() : 500;
        Refusal.write(response, callback, status, HttpStatus.getMessage(status));
        return true;
    }
}
