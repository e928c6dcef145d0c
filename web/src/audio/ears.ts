import { QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from './format';

const FLOOR = 10 ** (-36 / 20);
const CEILING = 10 ** (-1 / 20);

/** The loudness may rise by 8 dB in 200 ms (the promise is 10). */
const RISE_PER_QUANTUM = 10 ** ((8 * 5 * QUANTUM_SAMPLES) / SAMPLE_RATE_HZ / 20);

/** What was loud is remembered while it falls by 3 dB a second: a breath between two lines costs nothing. */
const FALL_PER_QUANTUM = 10 ** ((-3 * QUANTUM_SAMPLES) / SAMPLE_RATE_HZ / 20);

/** Loudness is meant over 20 ms. */
const SMOOTHING = 1 - Math.exp(-QUANTUM_SAMPLES / (0.02 * SAMPLE_RATE_HZ));

/** A fade-in takes a second, evenly to the ear: 36 dB, which is 7 dB in 200 ms. */
const FADE_FROM = 10 ** (-36 / 20);
const FADE_IN_PER_SAMPLE = 10 ** (36 / 20 / SAMPLE_RATE_HZ);
const FADE_OUT_PER_SAMPLE = 1 / 480;

/**
 * The last stage before the ears: whatever comes in, what goes out is a number, at most -1 dBFS, and never gets louder by more
 * than 8 dB in 200 ms. Fades in over one second after {@link fadeIn}; silent within 10 ms when {@link silent} is set.
 * Audio thread; allocates nothing.
 */
export class Ears {
  private remembered = FLOOR;
  private power = 0;
  private gain = 1;
  private fade = 0;
  private isSilent = false;

  /** Begins a fade-in over one second: after joining, a re-seat, solo or resume. */
  fadeIn(): void {
    this.fade = 0;
    this.remembered = FLOOR;
  }

  /** Esc: nothing is heard until told otherwise. */
  silence(on: boolean): void {
    if (this.isSilent && !on) this.fadeIn();
    this.isSilent = on;
  }

  /** Changes `samples` in place. */
  process(samples: Float32Array): void {
    let energy = 0;
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i] as number;
      this.fade = this.isSilent
        ? Math.max(0, this.fade - FADE_OUT_PER_SAMPLE)
        : Math.min(1, Math.max(FADE_FROM, this.fade) * FADE_IN_PER_SAMPLE);
      // A comparison is false for NaN, so this takes that away too.
      const clean = x > -4 && x < 4 ? x * this.fade : 0;
      samples[i] = clean;
      energy += clean * clean;
    }
    const before = Math.sqrt(this.power);
    this.power += SMOOTHING * (energy / samples.length - this.power);
    const now = Math.max(before, Math.sqrt(energy / samples.length));
    const allowed = Math.max(FLOOR, this.remembered * RISE_PER_QUANTUM);
    const wanted = now > allowed ? allowed / now : 1;
    // Down at once, up as slowly as loudness may rise.
    const next = Math.min(wanted, this.gain * RISE_PER_QUANTUM);
    this.remembered = Math.max(FLOOR, this.remembered * FALL_PER_QUANTUM, Math.min(now * next, allowed));
    const from = Math.min(this.gain, next);
    const step = (next - from) / samples.length;
    for (let i = 0; i < samples.length; i++) {
      const y = (samples[i] as number) * (from + step * i);
      samples[i] = Math.min(CEILING, Math.max(-CEILING, y));
    }
    this.gain = next;
  }
}
