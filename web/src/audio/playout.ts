import { FRAME_SAMPLES, msToSamples, QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from './format';

/** Margin to begin with; what ordinary home networks need. */
export const MARGIN_START_SAMPLES = msToSamples(40);
export const MARGIN_MIN_SAMPLES = msToSamples(20);
export const MARGIN_MAX_SAMPLES = msToSamples(400);

/** The margin grows by so much at an underrun, and shrinks by a quarter of it after ten quiet seconds. */
export const MARGIN_STEP_SAMPLES = msToSamples(20);
const QUIET_SAMPLES = 10 * SAMPLE_RATE_HZ;

/** Playback never runs faster or slower than by this: nobody hears 500 ppm (a hundredth of a semitone). */
export const RATE_MAX = 0.0005;

/** A second of observation decides about the rate. */
const WINDOW_SAMPLES = SAMPLE_RATE_HZ;

/** The first look after a start is shorter: what it finds is put right at once, while the sound still fades in. */
const FIRST_WINDOW_SAMPLES = SAMPLE_RATE_HZ / 2;

/** Depth beyond the margin that is jumped over instead of being made up for by running faster. */
const JUMP_SAMPLES = msToSamples(120);

/** After a stall frames come in a burst; so long it waits for its end. */
const SETTLE_SAMPLES = msToSamples(60);

/**
 * Decides which clock sounds: it follows what the server sends, by running a few hundred ppm faster or slower, never
 * by skipping while all is well. Audio thread; allocates nothing.
 *
 * Depth = what was received and not yet played. Its minimum over a second is kept at the margin. When nothing is left
 * (a stall of the network) it is silent and stands still, then goes on where it would have been.
 */
export class Playout {
  /** Clock of the next sample to sound; the fraction is apart since a double does not hold both for long. */
  private whole = 0;
  private fraction = 0;
  private end = 0;
  private marginSamples = MARGIN_START_SAMPLES;
  private minDepth = Number.POSITIVE_INFINITY;
  private windowLeft = WINDOW_SAMPLES;
  private quiet = 0;
  private settleLeft = 0;
  private stateRunning = false;
  private rate = 1;
  private first = false;
  private underrunCount = 0;
  private jumpCount = 0;

  /** Whether something sounds; else silence, and the clock stands still. */
  get running(): boolean {
    return this.stateRunning;
  }

  /** Clock of the next sample, rounded down. */
  get clock(): number {
    return this.whole;
  }

  /** How far beyond {@link clock} the next sample lies, 0..1. */
  get phase(): number {
    return this.fraction;
  }

  /** How fast the clock runs against the sound card; 1 +- 0.0005. */
  get speed(): number {
    return this.rate;
  }

  get underruns(): number {
    return this.underrunCount;
  }

  get jumps(): number {
    return this.jumpCount;
  }

  get depthSamples(): number {
    return this.end - this.whole;
  }

  get margin(): number {
    return this.marginSamples;
  }

  /** Starts over at `clock`, as after a re-seat: it keeps depth and margin but forgets what was received. */
  restartAt(clock: number, fraction: number): void {
    this.whole = clock;
    this.fraction = fraction;
    this.end = clock;
    this.minDepth = Number.POSITIVE_INFINITY;
    this.windowLeft = WINDOW_SAMPLES;
    this.stateRunning = true;
  }

  /** Stops; the next frames start it anew. */
  stop(): void {
    this.stateRunning = false;
    this.settleLeft = 0;
    this.end = 0;
  }

  /** Frames up to `endClock` (exclusive) have come. */
  received(endClock: number): void {
    if (endClock <= this.end) return;
    if (!this.stateRunning && this.settleLeft === 0) this.settleLeft = SETTLE_SAMPLES;
    this.end = endClock;
  }

  /** One quantum has sounded. Call after reading at {@link clock} and {@link phase}. */
  advance(): void {
    if (!this.stateRunning) {
      this.waitForSettling();
      return;
    }
    this.fraction += QUANTUM_SAMPLES * this.rate;
    const steps = Math.floor(this.fraction);
    this.whole += steps;
    this.fraction -= steps;
    const depth = this.end - this.whole;
    this.minDepth = Math.min(this.minDepth, depth);
    if (depth < QUANTUM_SAMPLES + 4) {
      this.underrun();
      return;
    }
    this.windowLeft -= QUANTUM_SAMPLES;
    if (this.windowLeft <= 0) this.endWindow();
  }

  private waitForSettling(): void {
    if (this.settleLeft === 0) return;
    this.settleLeft = Math.max(0, this.settleLeft - QUANTUM_SAMPLES);
    if (this.settleLeft > 0) return;
    // A message of several frames has just come or is about to: this is about right, and the first window corrects it.
    this.whole = Math.max(this.end - this.marginSamples - 3 * FRAME_SAMPLES, 0);
    this.fraction = 0;
    this.rate = 1;
    this.minDepth = Number.POSITIVE_INFINITY;
    this.windowLeft = FIRST_WINDOW_SAMPLES;
    this.first = true;
    this.stateRunning = true;
  }

  private underrun(): void {
    this.underrunCount++;
    this.stateRunning = false;
    this.settleLeft = 0;
    this.marginSamples = Math.min(MARGIN_MAX_SAMPLES, this.marginSamples + MARGIN_STEP_SAMPLES);
    this.quiet = 0;
  }

  private endWindow(): void {
    this.windowLeft = WINDOW_SAMPLES;
    const excess = this.minDepth - this.marginSamples;
    this.minDepth = Number.POSITIVE_INFINITY;
    if (excess > JUMP_SAMPLES || this.first) {
      this.whole += Math.floor(excess);
      if (!this.first) this.jumpCount++;
      this.first = false;
      this.rate = 1;
      return;
    }
    // 5 ms too much make it run at the largest allowed rate.
    this.rate = 1 + Math.max(-RATE_MAX, Math.min(RATE_MAX, (excess / msToSamples(5)) * RATE_MAX));
    this.quiet += WINDOW_SAMPLES;
    if (this.quiet > QUIET_SAMPLES) {
      this.quiet = 0;
      this.marginSamples = Math.max(MARGIN_MIN_SAMPLES, this.marginSamples - MARGIN_STEP_SAMPLES / 4);
    }
  }
}
