package brigade.shard.exchange;

import brigade.shard.codec.VoiceCodec;
import brigade.wire.ExchangeRequest;
import brigade.wire.PacketBundle;

/**
 * Tells what is recorded of old clients: all that goes through a decoder while its user's room is recorded, so that it can be
 * decoded once more to the same bits. Any thread; one user's calls come one after the other.
 */
final class OldVoices {
    private final OldVoiceTap tap;

    OldVoices(OldVoiceTap tap) {
        this.tap = tap;
    }

    /** An exchange was answered. From the first answer that says so on he is recorded. */
    void answered(VoiceCodec voice, ExchangeRequest request, PacketBundle bundle, boolean reset, AnswerData answer) {
        tap.oldClient(request.room, answer.recorded());
        if (!answer.recorded()) {
            voice.recorded(false);
            return;
        }
        tell(voice, request, bundle, reset, request.writeClock != ExchangeRequest.NO_CLOCK, answer.gain());
        if (!voice.recorded()) {
            // What its decoder remembers of before is in no journal. At a song's start nobody hears that.
            voice.decoder().reset();
            voice.recorded(true);
        }
    }

    /** An exchange was refused, or had no answer: its sound is nowhere. */
    void refused(VoiceCodec voice, ExchangeRequest request, PacketBundle bundle, boolean reset) {
        if (voice.recorded()) {
            tell(voice, request, bundle, reset, false, 1);
        }
    }

    private void tell(
            VoiceCodec voice, ExchangeRequest request, PacketBundle bundle, boolean reset, boolean placed, float gain) {
        if (bundle.packets() > 0) {
            long end = placed ? request.writeClock : request.readClock;
            tap.voice(new OldVoice(
                    request.room, request.userId, voice.number(), end - bundle.samples(), reset, placed, gain, bundle));
        }
    }
}
