/**
 * What travels between the three threads of the audio engine, as discriminated unions. Buffers are transferred and given
 * back, so that the audio thread makes no garbage of sound.
 */

/** Codec worker to worklet. */
export type ToWorklet =
  /** Decoded sound: `streams.length` stretches of `samples`, one after the other in `pcm`, all from `clock` on. */
  | {
      type: 'frames';
      bucket: number;
      delaySamples: number;
      clock: number;
      samples: number;
      streams: number[];
      /** Up to which clock everything has come; streams that are absent are silent. */
      endClock: number;
      pcm: Float32Array;
    }
  /** Talkers' sound, played as it comes. */
  | { type: 'talk'; talker: number; pcm: Float32Array }
  /** A buffer of `voice` comes back. */
  | { type: 'recycle'; pcm: Float32Array };

/** Worklet to codec worker. */
export type FromWorklet =
  /** One frame of the microphone for the clocks from `clock` on, sung to `bucket`. */
  | { type: 'voice'; clock: number; bucket: number; pcm: Float32Array }
  /** One frame for talking between songs; its clock only counts. */
  | { type: 'talkVoice'; clock: number; pcm: Float32Array }
  /** Singing was interrupted: whatever is in the encoder is to be flushed. */
  | { type: 'voiceEnd' }
  /** A buffer of `frames` or `talk` comes back. */
  | { type: 'recycle'; pcm: Float32Array };

/** Faders of one singer for himself, factors 0..4. */
export interface Faders {
  leader: number;
  everyone: number;
  track: number;
  /** Of soloed voices; as `everyone` where it is absent. */
  solo?: number;
}

/** Page to worklet. */
export type WorkletCommand =
  | { type: 'worker'; port: MessagePort }
  | { type: 'faders'; faders: Faders }
  | { type: 'latency'; samples: number }
  | { type: 'mode'; mode: WorkletMode }
  | { type: 'muted'; muted: boolean }
  | { type: 'silence'; on: boolean }
  | { type: 'fadeIn' }
  /** A microphone was opened and flows; the browser reads it in such blocks; 0: not known. */
  | { type: 'microphone'; blockSamples: number }
  /** Plays `pcm` once and sends back what the microphone heard from the same moment on. */
  | { type: 'probe'; id: number; pcm: Float32Array; recordSamples: number };

/** `sing` captures and plays, `listen` only plays, `talk` captures without a clock. */
export type WorkletMode = 'listen' | 'sing' | 'talk';

/** Worklet to page: ten times a second, and whenever the sound goes on at another place. */
export type WorkletReport =
  | {
      type: 'status';
      /** Loudness of the microphone, RMS over the last report, and its peak. */
      level: number;
      peak: number;
      /** Loudness of what sounds. */
      outLevel: number;
      playing: boolean;
      clock: number;
      depthSamples: number;
      marginSamples: number;
      underruns: number;
      speedPpm: number;
      contextFrame: number;
      /** Least distance of the time of day from the context's own time since the last report, ms; see StallWatch. */
      lagMs: number;
    }
  | { type: 'probe'; id: number; pcm: Float32Array }
  /** The browser put a hole of so many samples into the microphone's sound: what is sung comes later by as much. */
  | { type: 'hole'; samples: number };
