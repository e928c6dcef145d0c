package brigade.shard.exchange;

import brigade.shard.codec.CodecException;
import brigade.shard.codec.VoiceCodec;
import brigade.shard.codec.VoiceCodecs;
import brigade.wire.ExchangeRequest;
import brigade.wire.PacketBundle;
import brigade.wire.WireException;
import brigade.wire.json.CallReader;
import brigade.wire.json.ExchangeWriter;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Does v1 exchanges: decodes what a user sang, asks the state server, encodes what he hears. Any thread; two requests
 * of one user wait for each other.
 */
public final class Exchanges {
    private static final float[] NO_SOUND = new float[0];
    private static final int CONFLICT = 409;

    private final VoiceCodecs voices;
    private final ScratchPool pool;
    private final OldVoices recorded;

    /** The same, without a recording. */
    public Exchanges(VoiceCodecs voices, Supplier<StateCall> calls) {
        this(voices, calls, OldVoiceTap.NONE);
    }

    /**
     * Works on these users' codecs.
     *
     * @param calls makes a place for a call; asked at most once for each exchange under way
     * @param tap is told what is recorded
     */
    public Exchanges(VoiceCodecs voices, Supplier<StateCall> calls, OldVoiceTap tap) {
        this.voices = voices;
        this.recorded = new OldVoices(tap);
        this.pool = new ScratchPool(calls);
    }

    /**
     * One exchange.
     *
     * @param body valid up to {@code bodyBytes}
     * @throws WireException 4xx or 503 with one line for people; a 400 from here has changed nothing
     */
    public Answer exchange(Query query, byte[] body, int bodyBytes) {
        ExchangeRequest request = new ExchangeRequest();
        PacketBundle bundle = new PacketBundle();
        ExchangeParser.read(query, body, bodyBytes, request, bundle);
        VoiceCodecs.Key key = new VoiceCodecs.Key(request.room, request.userId);
        return voices.call(key, voice -> {
            ExchangeScratch scratch = pool.take();
            try {
                return exchange(voice, request, bundle, scratch);
            } catch (CodecException e) {
                voice.reset();
                throw e;
            } finally {
                pool.giveBack(scratch);
            }
        });
    }

    private Answer exchange(VoiceCodec voice, ExchangeRequest request, PacketBundle bundle, ExchangeScratch scratch) {
        if (request.resetUserState) {
            voice.reset();
        }
        int samples = request.samples;
        boolean fresh = voice.decoder().isFresh();
        if (bundle.packets() > 0) {
            voice.decoder().decode(bundle, scratch.sung);
        } else {
            Arrays.fill(scratch.sung, 0, samples, 0); // who sends nothing sings silence
        }
        boolean soundGoes = request.writeClock != ExchangeRequest.NO_CLOCK || request.loopback;
        scratch.json.reset();
        ExchangeWriter.writeExchange(request, scratch.json);
        StateCall call = scratch.call;
        try {
            call.send(scratch.json.bytes(), scratch.json.length(), scratch.sung, soundGoes ? samples : 0);
        } catch (WireException e) {
            recorded.refused(voice, request, bundle, fresh);
            throw e;
        }
        if (call.status() != 200) {
            recorded.refused(voice, request, bundle, fresh);
            if (call.status() == CONFLICT) {
                voice.reset();
            }
            throw refusal(call);
        }
        AnswerData data = AnswerData.of(call, samples, request.userSummary);
        recorded.answered(voice, request, bundle, fresh, data);
        call.copySamples(scratch.heard, samples);
        voice.encoder().encode(scratch.heard, 0, samples, scratch.packets);
        return AnswerWriter.write(call, samples, data, scratch.packets);
    }

    /**
     * Song control by a program without a seat.
     *
     * @throws WireException 4xx or 503 with one line for people
     */
    public void control(Query query, byte[] body, int bodyBytes) {
        ExchangeRequest request = new ExchangeRequest();
        ExchangeParser.readControl(query, body, bodyBytes, request);
        ask(scratch -> ExchangeWriter.writeControl(request, scratch.json));
    }

    /** How full the house is: JSON that the state server made. */
    public Answer status() {
        return ask(scratch -> ExchangeWriter.writeCall(CallReader.STATUS, scratch.json));
    }

    /** Rooms and clients: JSON that the state server made. */
    public Answer telemetry() {
        return ask(scratch -> ExchangeWriter.writeCall(CallReader.TELEMETRY, scratch.json));
    }

    /**
     * Tells the state server of an uploaded file.
     *
     * @param kind {@code backingTrack} or {@code image}
     */
    public void uploaded(String room, String kind, String name) {
        ask(scratch -> ExchangeWriter.writeNotify(room, kind, name, scratch.json));
    }

    private interface Question {
        void write(ExchangeScratch scratch);
    }

    private Answer ask(Question question) {
        ExchangeScratch scratch = pool.take();
        try {
            scratch.json.reset();
            question.write(scratch);
            StateCall call = scratch.call;
            call.send(scratch.json.bytes(), scratch.json.length(), NO_SOUND, 0);
            if (call.status() != 200) {
                throw refusal(call);
            }
            byte[] json = Arrays.copyOf(call.json(), call.jsonBytes());
            return new Answer(json, json.length);
        } finally {
            pool.giveBack(scratch);
        }
    }

    private static WireException refusal(StateCall call) {
        return new WireException(call.status(), JsonValues.message(call.json(), call.jsonBytes()));
    }
}
