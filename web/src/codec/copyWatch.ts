import { fft } from './fft';

/** Sound is looked at in 3 kHz: most of a voice, and cheap. */
const STEP = 16;
export const RATE_HZ = 3_000;
const SIZE = 32_768;

/** The stretch of voice that is compared: 2.7 s. */
const WINDOW = 8_192;

/** So far before and after is looked for the same sound: four rows, and a listener's device. */
const LAG_MAX = 4 * RATE_HZ;

/** Only what lies in this band counts. */
const FROM_HZ = 150;
const TO_HZ = 1_250;

/** A peak this many times above the rest is no accident; and it has to be found three times running within 1 ms. */
const CLEAR = 11;
const SAME_PLACE = 0.001 * RATE_HZ;
const FOUND_MIN = 3;

/** A copy softer than this (-46 dBFS) disturbs nobody: headphones that leak a little. */
const LOUD = 0.005;
const SILENT = 0.001;

/** Found nothing so often: it is over. */
const OVER_AFTER = 3;

/** Looks without anything new until what was found before is forgotten. */
const IDLE_MAX = 10;

/** What this singer's microphone heard of the choir: from his own loudspeaker, or from another device, which is earlier or later. */
export type Copy = 'none' | 'own' | 'other';

/** His own device plays what it plays; its copy is off by an error of the sound check at most. */
const OWN_MAX = 0.25 * RATE_HZ;

/**
 * Notices that a microphone hears the choir: the same waveform in what is sung and in what was sent, at any distance up to 4 s. Who
 * only sings the same tune is another waveform. Codec worker; {@link look} a few times in a while, each call does a part.
 */
export class CopyWatch {
  private readonly heard = new Track();
  private readonly voice = new Track();
  private readonly re = new Float32Array(SIZE);
  private readonly im = new Float32Array(SIZE);
  private readonly otherRe = new Float32Array(SIZE);
  private readonly otherIm = new Float32Array(SIZE);
  private part = 0;
  private end = 0;
  private lastLag: number | undefined;
  private found = 0;
  private idle = 0;
  private misses = 0;

  /** What is known now. */
  copy: Copy = 'none';

  /** Sound that this seat was sent, for the clocks from `clock` on: `streams` stretches of `samples`. */
  sent(clock: number, samples: number, streams: number, pcm: Float32Array): void {
    this.heard.write(clock, samples, streams, pcm);
  }

  /** A frame of the microphone, stamped with what was heard. */
  sung(clock: number, pcm: Float32Array): void {
    this.voice.write(clock, pcm.length, 1, pcm);
  }

  /** Does a third of a comparison; true when one was finished. */
  look(): boolean {
    if (this.part === 0) {
      const end = Math.min(this.voice.end, this.heard.end - LAG_MAX);
      if (end - WINDOW < Math.max(this.voice.begin, this.heard.begin)) return false;
      // Between songs and with the microphone off nothing new comes: what was is over.
      if (end - this.end < WINDOW / 2) return ++this.idle > IDLE_MAX && this.decide(undefined);
      this.idle = 0;
      this.end = end;
      this.re.fill(0);
      this.im.fill(0);
      if (this.voice.copyTo(this.re, LAG_MAX, end - WINDOW, WINDOW) < SILENT) return this.decide(undefined);
      fft(this.re, this.im);
    } else if (this.part === 1) {
      this.otherRe.fill(0);
      this.otherIm.fill(0);
      this.heard.copyTo(this.otherRe, 0, this.end - WINDOW - LAG_MAX, WINDOW + 2 * LAG_MAX);
      fft(this.otherRe, this.otherIm);
    } else {
      this.compare();
    }
    this.part = (this.part + 1) % 3;
    return this.part === 0;
  }

  /** Cross-correlation with even weights for all frequencies: a sharp peak at the distance of a copy, and noise elsewhere. */
  private compare(): void {
    const { re, im, otherRe, otherIm } = this;
    const from = Math.round((FROM_HZ / RATE_HZ) * SIZE);
    const to = Math.round((TO_HZ / RATE_HZ) * SIZE);
    for (let i = 0; i < SIZE; i++) {
      const bin = i <= SIZE / 2 ? i : SIZE - i;
      const x = (re[i] as number) * (otherRe[i] as number) + (im[i] as number) * (otherIm[i] as number);
      const y = (re[i] as number) * (otherIm[i] as number) - (im[i] as number) * (otherRe[i] as number);
      const size = Math.sqrt(x * x + y * y);
      const weight = bin < from || bin > to || size === 0 ? 0 : 1 / size;
      re[i] = x * weight;
      im[i] = y * weight;
    }
    fft(re, im, true);
    let best = 0;
    let bestLag = 0;
    let energy = 0;
    for (let lag = -LAG_MAX; lag <= LAG_MAX; lag++) {
      const value = Math.abs(re[(lag + SIZE) % SIZE] as number);
      energy += value * value;
      if (value > best) {
        best = value;
        bestLag = lag;
      }
    }
    const clear = best > CLEAR * Math.sqrt(energy / (2 * LAG_MAX + 1));
    this.decide(clear && this.loudness(bestLag) > LOUD ? bestLag : undefined);
  }

  /** How loud the copy is in the voice, RMS: the part of the voice that goes with what was sent `lag` later. */
  private loudness(lag: number): number {
    const sung = new Float32Array(WINDOW);
    const sent = new Float32Array(WINDOW);
    this.voice.copyTo(sung, 0, this.end - WINDOW, WINDOW);
    this.heard.copyTo(sent, 0, this.end - WINDOW + lag, WINDOW);
    let both = 0;
    let own = 0;
    for (let i = 0; i < WINDOW; i++) {
      both += (sung[i] as number) * (sent[i] as number);
      own += (sent[i] as number) * (sent[i] as number);
    }
    return own === 0 ? 0 : Math.abs(both) / Math.sqrt(own * WINDOW);
  }

  private decide(lag: number | undefined): true {
    const before = this.lastLag;
    this.lastLag = lag;
    if (lag === undefined) {
      this.found = 0;
      if (++this.misses >= OVER_AFTER) this.copy = 'none';
      return true;
    }
    this.misses = 0;
    this.found = before !== undefined && Math.abs(lag - before) <= SAME_PLACE ? this.found + 1 : 1;
    if (this.found >= FOUND_MIN) this.copy = Math.abs(lag) <= OWN_MAX ? 'own' : 'other';
    return true;
  }
}

/** The last eleven seconds of a sound at 3 kHz, by clock; what nobody wrote is silence. */
class Track {
  private readonly pcm = new Float32Array(SIZE);
  begin = 0;
  end = 0;

  write(clock: number, samples: number, streams: number, pcm: Float32Array): void {
    const at = Math.round(clock / STEP);
    const count = Math.floor(samples / STEP);
    if (at < this.end - SIZE / 2 || at > this.end + SIZE / 2) {
      // The first sound, or another song: what was before says nothing.
      this.pcm.fill(0);
      this.begin = at;
      this.end = at;
    }
    for (; this.end < at; this.end++) this.pcm[this.end % SIZE] = 0;
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let stream = 0; stream < streams; stream++) {
        const base = stream * samples + i * STEP;
        for (let n = 0; n < STEP; n++) sum += pcm[base + n] as number;
      }
      this.pcm[(at + i) % SIZE] = sum / STEP;
    }
    this.end = Math.max(this.end, at + count);
    this.begin = Math.max(this.begin, this.end - SIZE);
  }

  /** Copies `count` samples from position `from` on; says how loud they are (RMS). */
  copyTo(into: Float32Array, offset: number, from: number, count: number): number {
    let energy = 0;
    for (let i = 0; i < count; i++) {
      const at = from + i;
      const x = at >= this.begin && at < this.end ? (this.pcm[at % SIZE] as number) : 0;
      into[offset + i] = x;
      energy += x * x;
    }
    return Math.sqrt(energy / count);
  }
}
