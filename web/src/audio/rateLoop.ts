/** Playback never runs faster or slower than by this: nobody hears 500 ppm (a hundredth of a semitone). */
export const RATE_MAX = 0.0005;

/**
 * The network's jitter moves the minimum of one second by many milliseconds, that of sixteen by few: sound cards drift by
 * about a millisecond meanwhile.
 */
const WINDOWS = 16;

/** And it changes by no more than this from one second to the next. */
const RATE_STEP_MAX = 0.00002;

/** Per sample of error, looked at once a second: 5 ms of error are 100 ppm, gone within a minute. */
const PROPORTIONAL = 100e-6 / 240;

/** So that the loop does not swing (damping 1): a quarter of the square of the proportional part, times the rate. */
const INTEGRAL = (PROPORTIONAL * PROPORTIONAL * 48_000) / 4;

/** Sound cards are off by less. */
const DRIFT_MAX = 0.0003;

/**
 * How fast playback runs so that the depth stays at the margin: slow enough that jitter does not move it, exact enough that
 * drift is followed for hours. A proportional and an integral part; the integral one is the drift between the two clocks.
 * Audio thread; allocates in the constructor only.
 */
export class RateLoop {
  private readonly depths = new Float64Array(WINDOWS).fill(Number.POSITIVE_INFINITY);
  private next = 0;
  private drift = 0;
  private rate = 1;

  /** Clock samples per sample of the sound card. */
  get speed(): number {
    return this.rate;
  }

  /** The clock jumped: depths seen before it say nothing. The drift stays. */
  forgetDepths(): void {
    this.depths.fill(Number.POSITIVE_INFINITY);
    this.rate = 1 + this.drift;
  }

  /** Once a second: the least depth of that second, and what it should be. */
  look(depthSamples: number, marginSamples: number): void {
    this.depths[this.next] = depthSamples;
    this.next = (this.next + 1) % WINDOWS;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < WINDOWS; i++) least = Math.min(least, this.depths[i] as number);
    const error = least - marginSamples;
    const wanted = this.drift + PROPORTIONAL * error;
    // What cannot be followed is not learnt either.
    if (Math.abs(wanted) < RATE_MAX) this.drift = limit(this.drift + INTEGRAL * error, DRIFT_MAX);
    const aim = 1 + limit(this.drift + PROPORTIONAL * error, RATE_MAX);
    this.rate += limit(aim - this.rate, RATE_STEP_MAX);
  }
}

function limit(x: number, most: number): number {
  return Math.max(-most, Math.min(most, x));
}
