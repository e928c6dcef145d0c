package brigade.shard.takes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brigade.audio.synth.Chirp;
import brigade.journal.JournalFolder;
import brigade.journal.JournalReader;
import brigade.shard.codec.VoiceCodecs;
import brigade.shard.exchange.Exchanges;
import brigade.shard.journal.VoiceJournal;
import brigade.shard.journal.VoiceRecord;
import brigade.wire.WireException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Voices of exchange v1 become stems as those of stream v2 do, exact to the sample; unless recorded they touch no disk. */
class OldClientStemTest extends TakeFixture {
    private static final int BATCHES = SAMPLES / OldClient.BATCH;

    private final RecordedState state = new RecordedState();
    private final VoiceCodecs codecs = new VoiceCodecs(codec, 10, System::nanoTime);

    private OldClient client(VoiceJournal shard, float[] voice) {
        return new OldClient(codec, new Exchanges(codecs, () -> state, shard), ROOM, ANN, start, voice);
    }

    @Test
    void anOldClientsStemIsExactToTheSample_throughRetriesAndAnOutage() throws Exception {
        float[] ann = voice(1, Chirp.UP);
        try (VoiceJournal shard = shard(1);
                OldClient client = client(shard, ann)) {
            state.recorded = true;
            client.sing(-1);
            assertThat(mixes.poll(20, TimeUnit.SECONDS))
                    .as("the shard hears the mix")
                    .isNotNull();
            for (int batch = 0; batch < BATCHES; batch++) {
                state.away = batch == 8;
                if (state.away) {
                    int lost = batch;
                    assertThatThrownBy(() -> client.sing(lost)).isInstanceOf(WireException.class);
                    state.away = false;
                    client.again();
                } else {
                    client.sing(batch);
                }
                if (batch == 5) {
                    client.again(); // the answer was lost
                }
            }
        }
        Map<String, byte[]> take = build();
        float[] stem = wav(entry(take, "stems/01-Ann.wav"));
        assertExact(stem, Chirp.UP);
        assertAligned(stem, ann);
        assertThat(JSON.readTree(entry(take, "take.json"))
                        .path("stems")
                        .get(0)
                        .path("sungSamples")
                        .asLong())
                .isEqualTo(SAMPLES - 312);
        checkRecords();
    }

    /** Everything that went through the decoder is there, what was not taken with its flag. */
    private void checkRecords() throws IOException {
        int records = 0;
        int notTaken = 0;
        for (JournalFolder.Segment segment : JournalFolder.segments(VoiceJournal.folder(data))) {
            try (JournalReader reader = new JournalReader(segment.folder(), VoiceRecord.FORMAT)) {
                VoiceRecord record = new VoiceRecord();
                while (reader.next()) {
                    assertThat(record.read(reader.record(), reader.length(), reader.version()))
                            .isTrue();
                    assertThat(record.kind).isEqualTo(VoiceRecord.OLD_VOICE);
                    assertThat(record.packets).isEqualTo(10);
                    notTaken += record.placed ? 0 : 1;
                    assertThat(record.gain).isEqualTo(record.placed ? 0.5f : 1);
                    records++;
                }
            }
        }
        // Those of the song, the one that was lost and the one that came twice; the one before may come too early.
        assertThat(records).isBetween(BATCHES + 2, BATCHES + 3);
        assertThat(notTaken).isOne();
    }

    @Test
    void whoIsNotRecordedTouchesNoDisk_norDoesHeWhenRecordingHasEnded() throws Exception {
        float[] ann = voice(1, Chirp.UP);
        try (VoiceJournal shard = shard(1);
                OldClient client = client(shard, ann)) {
            for (int batch = 0; batch < 3; batch++) {
                client.sing(batch);
            }
            assertThat(VoiceJournal.folder(data)).doesNotExist();
            state.recorded = true;
            client.sing(3);
            assertThat(mixes.poll(20, TimeUnit.SECONDS)).isNotNull();
            client.sing(4);
            state.recorded = false;
            for (int batch = 5; batch < BATCHES; batch++) {
                client.sing(batch);
            }
        }
        float[] stem = wav(entry(build(), "stems/01-Ann.wav"));
        int strange = 0;
        for (int i = 0; i < SAMPLES; i++) {
            boolean mayBe = i >= 3 * OldClient.BATCH - 312 && i < 5 * OldClient.BATCH - 312;
            strange += !mayBe && stem[i] != 0 ? 1 : 0;
        }
        assertThat(strange).as("samples of what was not recorded").isZero();
        assertAlignedFrom(4 * OldClient.BATCH, stem, ann);
    }

    private static void assertAlignedFrom(int from, float[] stem, float[] voice) {
        double energy = 0;
        double product = 0;
        for (int i = from + 4_800; i < from + OldClient.BATCH - 4_800; i++) {
            energy += (double) voice[i] * voice[i];
            product += (double) stem[i] * voice[i];
        }
        assertThat(product / energy).isBetween(0.8, 1.2);
    }
}
