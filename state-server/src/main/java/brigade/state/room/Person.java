package brigade.state.room;

import brigade.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One person of stream v2 in one room: who he is, what he may, where he sits. A plain carrier; {@link Stage} keeps it
 * consistent. While he sings he is also a {@link Singer} of the room, with the same id.
 */
final class Person {
    /** Never equal to another's in the room; unsigned. */
    final long id;

    /** As messages have it: a decimal string. */
    final RawJson idJson;

    /** Key that his client keeps, or empty. */
    String device = "";

    /** Hash of where he comes from, or empty. */
    String address = "";

    /** The same of all who sit in one room with him, and of nobody else; empty when he said nothing of the kind. */
    String household = "";

    String name = Singer.ANONYMOUS;
    Role role;

    /** Epoch of the link that gave him the role. */
    int epoch;

    /** Whether he only listens; sits in bucket 0 then. */
    boolean listens;

    /** Whether it is a shard's own ear, for listeners over HTTP: nobody sees it. */
    boolean service;

    /** Of a shard's ear: how many listen over HTTP. */
    int listenersBehind;

    /** Whether a token gave him his role; else the room did, to everybody. */
    boolean byToken;

    /** {@code ready}, {@code checking} or {@code off}; empty before he said. */
    String ready = "";

    /** What his sound check found; 0 confidence before. */
    long latencySamples;

    double confidence;
    boolean headphones;

    /** Where he sits; 0 listens to everybody. */
    int bucket;

    /** First clock of what he hears since he sits there. */
    long fromClock;

    boolean pinned;

    /** Whether he wants the soloed voices alone. */
    boolean hearsSolo;

    /** Whether he presses the button to talk. */
    boolean talks;

    /** Whether what he chats goes to nobody. */
    boolean chatMuted;

    /** What was offered to him. */
    final Correction correction = new Correction();

    /** His socket; null while he is away. */
    @Nullable
    Connection connection;

    /** When his socket was lost; also when he was known first. */
    long awaySince;

    /** His voice in the room; null while he listens, and once forgotten. */
    @Nullable
    Singer singer;

    /** What his {@link Singer} was set to, for when he sings again. */
    double fader = 1;

    /** How loud his shard was told that the desk has him: fader, trim, muting. */
    double gainTold = 1;

    boolean muted;
    boolean soloed;

    @Nullable
    String section;

    final NeedMeter need = new NeedMeter();
    final Heard heard = new Heard();
    final Talker talker = new Talker();

    /** When his singer was last said to be heard, and when a bad clock was last complained of. */
    long lastHeardMark;

    long lastBadClock;

    /** Voices and chats told apart by their time: what the rates are counted by. */
    final Rate chatRate = new Rate(2, 10);

    /** As {@code stats} had it last, or empty. */
    String stats = "";

    /** Bits of his latest roster row, for telling a change. */
    @Nullable
    RawJson rosterRow;

    Person(long id, Role role) {
        this.id = id;
        this.idJson = RawJson.ofText(Long.toUnsignedString(id));
        this.role = role;
    }

    /** Whether his socket is open. */
    boolean isHere() {
        return connection != null;
    }

    /** Whether he sings: sits in a row, with a socket or about to come back. */
    boolean sings() {
        return !listens;
    }

    /** His voice was forgotten; what it was set to is kept. */
    void forgotten(Singer voice) {
        fader = voice.micVolume;
        muted = voice.muted;
        soloed = voice.soloed;
        section = voice.section;
        singer = null;
    }

    /** Whether he is not heard now. */
    boolean isMuted() {
        return singer == null ? muted : singer.muted;
    }

    /** Takes a name, cut as the user table cuts it. */
    void rename(String sent) {
        String cut = new String(Text.utf8(sent, WireLimits.NAME_MAX_BYTES), StandardCharsets.UTF_8);
        name = cut.isBlank() ? Singer.ANONYMOUS : cut;
    }
}
