package brigade.client;

import java.net.URI;

/** Addresses of a server, which may be one of several houses behind a name, each in a folder: {@code https://choir.example/1/}. */
public final class ServerUrl {
    private ServerUrl() {}

    /**
     * That address of a server.
     *
     * @param server with or without a folder
     * @param path from / on, as if the server stood alone; with its query
     */
    public static URI at(URI server, String path) {
        String folder = server.getPath() == null ? "" : server.getPath();
        return server.resolve((folder.endsWith("/") ? folder : folder + "/") + path.substring(1));
    }
}
