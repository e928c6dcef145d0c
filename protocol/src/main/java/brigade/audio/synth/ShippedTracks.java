package brigade.audio.synth;

import brigade.audio.file.WavWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The backing tracks that come with Brigade: two public-domain melodies, made here and not recorded. */
public final class ShippedTracks {
    /** What is played. */
    public static final List<Melody> MELODIES = List.of(Melody.FRERE_JACQUES, Melody.ODE_TO_JOY);

    private static final int TIMES = 2;

    private ShippedTracks() {}

    /**
     * Makes {@code directory} if it is missing and writes into it the tracks that are missing, as 16-bit WAV; takes
     * about a second. A track that is there is left alone: people may have changed it.
     *
     * <p>A file appears whole or not at all, because the folder is watched.
     */
    public static void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Melody melody : MELODIES) {
            Path track = directory.resolve(melody.name() + ".wav");
            if (!Files.exists(track)) {
                Path part = directory.resolve("." + melody.name() + ".part");
                WavWriter.write(part, Instrument.play(melody, TIMES), WavWriter.Encoding.INT_16);
                Files.move(part, track, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
