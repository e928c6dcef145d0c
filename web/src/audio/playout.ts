import { FRAME_SAMPLES, msToSamples, QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from './format';
import { RateLoop } from './rateLoop';

/** Margin to begin with; what ordinary home networks need. */
export const MARGIN_START_SAMPLES = msToSamples(40);
export const MARGIN_MIN_SAMPLES = msToSamples(20);
export const MARGIN_MAX_SAMPLES = msToSamples(400);

/** The margin grows by so much at an underrun; after half a minute without one it shrinks, 3 ms a minute. */
export const MARGIN_STEP_SAMPLES = msToSamples(20);
const QUIET_SAMPLES = 30 * SAMPLE_RATE_HZ;
const SHRINK_PER_WINDOW_SAMPLES = Math.ceil(msToSamples(3) / 60);

/** The depth is looked at once a second. */
const WINDOW_SAMPLES = SAMPLE_RATE_HZ;

/** The first look after a start is shorter: what it finds is put right at once, while the sound still fades in. */
const FIRST_WINDOW_SAMPLES = SAMPLE_RATE_HZ / 2;

/** Depth beyond the margin that is jumped over instead of being made up for by running faster. */
const JUMP_SAMPLES = msToSamples(120);

/** After a stall frames come in a burst; so long it waits for its end. */
const SETTLE_SAMPLES = msToSamples(60);

/** Nothing for so long was a pause between songs, or a lost line: it says nothing about jitter. */
const PAUSE_SAMPLES = SAMPLE_RATE_HZ;

/** Longest message that there is. */
const MESSAGE_MAX_SAMPLES = 13 * FRAME_SAMPLES;

/**
 * Decides which clock sounds: it follows what the server sends, by running a few hundred ppm faster or slower, never
 * by skipping while all is well. Audio thread; allocates nothing.
 *
 * Depth = what was received and not yet played. Its minimum over some seconds is kept at the margin. When nothing is left
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
  private stoodSamples = 0;
  private sinceMessage = 0;
  private messageSamples = 3 * FRAME_SAMPLES;
  private stateRunning = false;
  private readonly loop = new RateLoop();
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
    return this.loop.speed;
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

  /** Goes on at another clock, as after a re-seat: margin and rate stay, what was received is forgotten. */
  moveTo(clock: number): void {
    this.whole = clock;
    this.end = clock;
    this.minDepth = Number.POSITIVE_INFINITY;
    this.windowLeft = WINDOW_SAMPLES;
    this.loop.forgetDepths();
  }

  /** Stops; the next frames start it anew. */
  stop(): void {
    this.stateRunning = false;
    this.settleLeft = 0;
    this.end = 0;
  }

  /** A message of `samples` has come (0: all silent), and all up to `endClock` (exclusive) is known. */
  received(endClock: number, samples: number): void {
    if (endClock <= this.end) return;
    const length = samples > 0 ? samples : endClock - this.end;
    if (length <= MESSAGE_MAX_SAMPLES) this.messageSamples = length;
    this.sinceMessage = 0;
    if (!this.stateRunning && this.settleLeft === 0) this.settleLeft = SETTLE_SAMPLES;
    this.end = endClock;
  }

  /** One quantum has sounded. Call after reading at {@link clock} and {@link phase}. True: the clock jumps, to be faded over. */
  advance(): boolean {
    this.sinceMessage += QUANTUM_SAMPLES;
    if (!this.stateRunning) {
      this.waitForSettling();
      return false;
    }
    this.fraction += QUANTUM_SAMPLES * this.loop.speed;
    const steps = Math.floor(this.fraction);
    this.whole += steps;
    this.fraction -= steps;
    const depth = this.end - this.whole;
    this.minDepth = Math.min(this.minDepth, depth);
    if (depth < QUANTUM_SAMPLES + 4) {
      this.underrun();
      return false;
    }
    this.windowLeft -= QUANTUM_SAMPLES;
    return this.windowLeft <= 0 && this.endWindow();
  }

  private waitForSettling(): void {
    this.stoodSamples += QUANTUM_SAMPLES;
    if (this.settleLeft === 0) return;
    this.settleLeft = Math.max(0, this.settleLeft - QUANTUM_SAMPLES);
    if (this.settleLeft > 0) return;
    if (this.stoodSamples > PAUSE_SAMPLES && this.underrunCount > 0) {
      this.marginSamples = Math.max(MARGIN_START_SAMPLES, this.marginSamples - MARGIN_STEP_SAMPLES);
    }
    // When the next message comes the margin is to be left; the first window puts right what this is off.
    const untilNext = Math.max(0, this.messageSamples - this.sinceMessage);
    this.whole = Math.max(Math.floor(this.end - this.marginSamples - untilNext), 0);
    this.fraction = 0;
    this.loop.forgetDepths();
    this.minDepth = Number.POSITIVE_INFINITY;
    this.windowLeft = FIRST_WINDOW_SAMPLES;
    this.first = true;
    this.stateRunning = true;
  }

  private underrun(): void {
    this.underrunCount++;
    this.stateRunning = false;
    this.stoodSamples = 0;
    this.settleLeft = 0;
    this.marginSamples = Math.min(MARGIN_MAX_SAMPLES, this.marginSamples + MARGIN_STEP_SAMPLES);
    this.quiet = 0;
  }

  private endWindow(): boolean {
    this.windowLeft = WINDOW_SAMPLES;
    const { minDepth } = this;
    this.minDepth = Number.POSITIVE_INFINITY;
    const excess = minDepth - this.marginSamples;
    if (excess > JUMP_SAMPLES || this.first) {
      this.whole += Math.floor(excess);
      if (!this.first) this.jumpCount++;
      this.first = false;
      this.loop.forgetDepths();
      return true;
    }
    this.loop.look(minDepth, this.marginSamples);
    this.quiet += WINDOW_SAMPLES;
    if (this.quiet > QUIET_SAMPLES) {
      this.marginSamples = Math.max(MARGIN_MIN_SAMPLES, this.marginSamples - SHRINK_PER_WINDOW_SAMPLES);
    }
    return false;
  }
}
