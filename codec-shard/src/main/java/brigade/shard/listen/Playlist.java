package brigade.shard.listen;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A live playlist of segments (RFC 8216). Stateless. */
final class Playlist {
    private Playlist() {}

    /** Segments {@code first} to {@code last} of that room; each is a file with a time of its own, which the discontinuities say. */
    static String text(String room, @Nullable String token, long first, long last) {
        String query = token == null ? "" : "?token=" + URLEncoder.encode(token, StandardCharsets.US_ASCII);
        StringBuilder text = new StringBuilder(800)
                .append("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:")
                .append(SegmentMaker.SEGMENT_SECONDS)
                .append("\n#EXT-X-MEDIA-SEQUENCE:")
                .append(first)
                .append("\n#EXT-X-DISCONTINUITY-SEQUENCE:")
                .append(first)
                .append("\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        for (long number = first; number <= last; number++) {
            if (number > first) {
                text.append("#EXT-X-DISCONTINUITY\n");
            }
            text.append("#EXTINF:")
                    .append(SegmentMaker.SEGMENT_SECONDS)
                    .append(".0,\n")
                    .append(room)
                    .append('/')
                    .append(number)
                    .append(".ogg")
                    .append(query)
                    .append('\n');
        }
        return text.toString();
    }
}
