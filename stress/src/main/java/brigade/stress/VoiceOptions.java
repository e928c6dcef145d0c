package brigade.stress;

import brigade.audio.file.AudioFileException;
import brigade.audio.file.WavReader;
import brigade.shard.codec.CodecChoice;
import brigade.shard.codec.OpusCodec;
import brigade.stress.load.LiveTime;
import brigade.stress.load.LoadSession;
import brigade.stress.load.VoiceBank;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What singers send: options of the modes that go through HTTP. */
final class VoiceOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--wav",
            paramLabel = "FILE",
            description = "Everybody sings this (default: voices made from the seed).")
    private @Nullable Path wav;

    @Option(
            names = "--silence",
            description = "Send digital silence, as the ancestor's tester did; the leader still sings.")
    private boolean silence;

    @Option(names = "--no-song", description = "Start no song: nothing can be heard then, and silence is no fault.")
    private boolean noSong;

    @Option(
            names = "--codec",
            defaultValue = "auto",
            paramLabel = "auto|concentus|libopus",
            description = "The tester's own Opus (default: ${DEFAULT-VALUE}).")
    private String codec;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "Decides voices and starting times (default: a new one, printed).")
    private long seed;

    private boolean song() {
        return !noSong;
    }

    /** The seed of this run; the same at every call. */
    long seed() {
        if (seed == 0) {
            seed = LiveTime.newSeed();
        }
        return seed;
    }

    private VoiceBank voices(OpusCodec opus) {
        if (silence) {
            return VoiceBank.silent(opus);
        }
        if (wav == null) {
            return VoiceBank.synthesised(opus, seed());
        }
        try {
            return VoiceBank.recorded(opus, WavReader.read(wav));
        } catch (AudioFileException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--wav: " + e.getMessage(), e);
        }
    }

    /** The tester's own codec. */
    OpusCodec opus() {
        return open(codec, spec);
    }

    /** The codec that {@code --codec} names. */
    static OpusCodec open(String codec, CommandSpec spec) {
        try {
            return OpusCodec.open(CodecChoice.valueOf(codec.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--codec " + codec + ": auto, concentus or libopus", e);
        } catch (IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** What a session needs, from these options and the target's; encodes the voices, which takes seconds. */
    LoadSession.Setup setup(OpusCodec opus, TargetOptions target) {
        VoiceBank voices = voices(opus);
        return new LoadSession.Setup(
                target.targets().getFirst(),
                voices,
                song() ? VoiceBank.soloist(opus, seed() - 1) : voices,
                opus,
                song(),
                target.room(),
                LiveTime.newUserPrefix(),
                target.processes(),
                target.shards());
    }
}
