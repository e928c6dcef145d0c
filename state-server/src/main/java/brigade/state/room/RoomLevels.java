package brigade.state.room;

import brigade.audio.AudioFormat;
import brigade.audio.Gain;
import brigade.state.ring.MixRings;
import brigade.wire.ExchangeRequest;
import org.jspecify.annotations.Nullable;

/** How loud a room's voices and its track are: faders, muting, solo, the room's volumes. Agent thread only. */
final class RoomLevels {
    private final Room room;

    RoomLevels(Room room) {
        this.room = room;
    }

    /** Sets what new rings cannot know. */
    void applyVolumes(MixRings rings) {
        Settings settings = room.settings();
        // The mix is made GLOBAL_FACTOR louder anyway.
        rings.volumeFactor(Gain.friendly(settings.globalVolume) / Settings.GLOBAL_FACTOR);
        rings.backingVolumeFactor(Gain.friendly(settings.backingVolume));
        rings.crowdScaling(!settings.disableAutoGain);
        rings.voiceFaders(settings.leaderVolume, settings.crowdVolume);
    }

    /** Sets what a new voice in the rings cannot know. */
    void applyVoice(Singer singer) {
        if (singer.voice != null) {
            double fader = room.stage().desk().sections().fader(singer);
            singer.voice.fader(fader);
            singer.voice.trim(Trims.factor(singer));
            tellGain(singer, gain(singer));
            singer.voice.muted(singer.muted);
            singer.voice.soloed(singer.soloed);
            if (singer.person == null) {
                singer.voice.delaySamples(AudioFormat.secondsToSamples(singer.seat.delaySeconds));
            } else if (singer.person.bucket > 0) { // else he is about to sit down, where the ring file says
                singer.voice.delaySamples(room.stage().delaySamples(singer.person.bucket));
            }
        }
    }

    /** How loud the desk has his voice. */
    double gain(Singer singer) {
        double fader = room.stage().desk().sections().fader(singer);
        return singer.muted ? 0 : Gain.fader(fader) * Trims.factor(singer);
    }

    /** His shard notes it in the journal, with every voice: told when it moved by a decibel or so. */
    private void tellGain(Singer singer, double gain) {
        Person person = singer.person;
        if (person != null && Math.abs(gain - person.gainTold) > person.gainTold / 10) {
            person.gainTold = gain;
            room.stage().seats().tellShard(person);
        }
    }

    /** Sets what a new listener in the rings cannot know. */
    void applyReader(Singer singer) {
        if (singer.reader != null) {
            singer.reader.personalBackingVolumeFactor(Gain.friendly(singer.userBackingVolume));
        }
    }

    /** Mutes somebody, and takes out what nobody has heard yet; or lets him be heard again. */
    void mute(Singer singer, boolean muted) {
        singer.muted = muted;
        applyVoice(singer);
        if (muted) {
            takeBack(singer);
        }
        if (singer.isActive()) {
            room.singers().table().writeLevels(singer);
        }
    }

    /** Sets the room's volumes, friendly 0..2, as far as they are numbers, and whether many voices are turned down. */
    void set(double volume, double backingVolume, @Nullable Boolean crowdScaling) {
        Settings settings = room.settings();
        if (!Double.isNaN(volume)) {
            settings.globalVolume = Settings.clampVolume(volume);
            room.tellAll(Once.GLOBAL_VOLUME);
        }
        if (!Double.isNaN(backingVolume)) {
            settings.backingVolume = Settings.clampVolume(backingVolume);
            room.tellAll(Once.BACKING_VOLUME);
        }
        if (crowdScaling != null) {
            settings.disableAutoGain = !crowdScaling;
        }
        MixRings rings = room.song().rings();
        if (rings != null) {
            applyVolumes(rings);
        }
    }

    /** Moves a fader as a v1 client asks. */
    void moveFader(ExchangeRequest.MicVolume fader) {
        Singer singer = room.singers().get(fader.userId());
        if (singer != null) { // else he may just have been forgotten
            fader(singer, fader.volume());
        }
    }

    /** Sets somebody's volume, 0..2. */
    void fader(Singer singer, double volume) {
        singer.micVolume = Settings.clampVolume(volume);
        applyVoice(singer);
        if (singer.micVolume == 0) {
            takeBack(singer);
        }
        if (singer.isActive()) {
            room.singers().table().writeLevels(singer);
        }
    }

    /** Takes out of the rings what nobody has heard yet of somebody who was muted. */
    private void takeBack(Singer singer) {
        if (singer.voice != null) {
            long read = room.singers().furthestReadBehind(singer);
            singer.voice.takeBack(Math.max(read, room.stage().closedBehind(singer)));
        }
    }

    /** Soloes, listens alone and moves behind whom he hears, as a v1 client asks. */
    void applySolo(Singer singer, ExchangeRequest request) {
        singer.monitoring = request.hearMonitor;
        boolean changed = false;
        if (request.monitor != null) {
            changed = solo(request.monitor, true);
            singer.monitoring |= changed;
        }
        if (request.unmonitor != null) {
            changed |= solo(request.unmonitor, false);
        }
        if (changed) {
            UserTable present = room.singers().table();
            for (int row = 0; row < present.size(); row++) {
                if (present.at(row).monitoring) {
                    moveBehindSoloed(present.at(row));
                }
            }
        } else if (request.beginMonitor) {
            moveBehindSoloed(singer);
        }
    }

    /** Soloes somebody, or no longer; whether he is known. */
    boolean solo(long userId, boolean soloed) {
        Singer target = room.singers().get(userId);
        if (target == null) {
            return false;
        }
        target.soloed = soloed;
        applyVoice(target);
        if (target.isActive()) {
            room.singers().table().writeLevels(target);
        }
        return true;
    }

    /** Asks {@code listener} to sit one spacing behind the latest soloed voice. */
    private void moveBehindSoloed(Singer listener) {
        int latestSeconds = 0;
        UserTable present = room.singers().table();
        for (int row = 0; row < present.size(); row++) {
            Singer other = present.at(row);
            if (other.soloed && other != listener) {
                latestSeconds = Math.max(latestSeconds, other.delaySeconds);
            }
        }
        int wanted = latestSeconds + RoomLimits.SPACING_SECONDS;
        if (latestSeconds > 0 && wanted != listener.delaySeconds) {
            listener.seat.delaySeconds = wanted;
            listener.pending |= Once.DELAY_SECONDS.bit();
        }
    }
}
