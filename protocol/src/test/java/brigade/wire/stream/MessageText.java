package brigade.wire.stream;

import java.util.HexFormat;

/** A message as the JSON of the golden files, and written again. */
final class MessageText {
    private MessageText() {}

    static String describe(StreamMessageReader reader, Direction direction) {
        StringBuilder text = new StringBuilder("{\n  \"direction\": \"")
                .append(direction == Direction.TO_SERVER ? "toServer" : "toClient")
                .append("\",\n  \"kind\": ")
                .append(reader.kind())
                .append(",\n  \"sections\": [");
        for (int i = 0; i < reader.sections(); i++) {
            text.append(i == 0 ? "\n" : ",\n")
                    .append("    {\"stream\": ")
                    .append(reader.stream(i))
                    .append(", \"bucket\": ")
                    .append(reader.bucket(i))
                    .append(", \"reset\": ")
                    .append(reader.isReset(i))
                    .append(", \"clock\": ")
                    .append(reader.clock(i))
                    .append(", \"packets\": [");
            for (int p = 0; p < reader.packets(i); p++) {
                int from = reader.packetOffset(i, p);
                text.append(p == 0 ? "\"" : ", \"")
                        .append(HexFormat.of().formatHex(reader.bytes(), from, from + reader.packetLength(i, p)))
                        .append('"');
            }
            text.append("]}");
        }
        return text.append("\n  ]\n}\n").toString();
    }

    static byte[] write(StreamMessageReader reader) {
        StreamMessageWriter writer = new StreamMessageWriter();
        writer.begin(reader.kind());
        for (int i = 0; i < reader.sections(); i++) {
            writer.section(reader.stream(i), reader.bucket(i), reader.clock(i), reader.isReset(i));
            for (int p = 0; p < reader.packets(i); p++) {
                writer.packet(reader.bytes(), reader.packetOffset(i, p), reader.packetLength(i, p));
            }
        }
        return writer.toByteArray();
    }
}
