const WINDOW_MS = 1_000;

/** A step of this much is put right. Below it there is a millisecond or two of doubt in what is observed. */
export const STALL_MS = 4;

/** A step of this much is believed at once: no second is so busy that each look at the clock comes so late. */
const SURE_MS = 10;

/** A lesser one is believed when so many windows in a row have it: on a busy machine all looks of one second were 5 ms late. */
const WINDOWS = 3;

/**
 * Notices when the sound card's time falls behind the wall clock for good: after a stall everything comes later, with no
 * gap in the frame count and no underrun told. Watches the minimum of wall time minus context time over a second. A look at the clock
 * can only come late, never early: what was taken for a step and then is gone was none, and is taken back.
 */
export class StallWatch {
  private reference: number | undefined;
  private minimum = Number.POSITIVE_INFINITY;
  private windowEndMs = Number.NEGATIVE_INFINITY;
  /** Windows in a row with a step in doubt, and the least of them. */
  private doubtful = 0;
  private least = Number.POSITIVE_INFINITY;
  /** What was told so far and may be taken back. */
  private toldMs = 0;

  /**
   * Takes an observation.
   *
   * @param wallMs when it was made, by a clock that nobody sets
   * @param distance by the same clock: time minus the audio thread's own time, in ms
   * @returns milliseconds by which sound came to be later for good since the last such step; negative: so much of what was told is taken back; 0 usually
   */
  observe(wallMs: number, distance: number): number {
    if (this.windowEndMs === Number.NEGATIVE_INFINITY) this.windowEndMs = wallMs + WINDOW_MS;
    this.minimum = Math.min(this.minimum, distance);
    if (wallMs < this.windowEndMs) return 0;
    const now = this.minimum;
    this.minimum = Number.POSITIVE_INFINITY;
    this.windowEndMs = wallMs + WINDOW_MS;
    this.reference ??= now;
    const step = this.believed(now, now - this.reference);
    this.toldMs += step;
    return step;
  }

  private believed(now: number, step: number): number {
    const reference = this.reference as number;
    if (step >= STALL_MS) {
      this.doubtful++;
      this.least = Math.min(this.least, now);
      if (step < SURE_MS && this.doubtful < WINDOWS) return 0;
      return this.stepTo(step >= SURE_MS ? now : this.least);
    }
    this.forgetDoubt();
    const back = Math.min(-step, this.toldMs);
    if (back >= STALL_MS) return this.stepTo(reference - back);
    // Ordinary drift of a sound card is followed: 100 ppm are 0.1 ms a second.
    this.reference = reference + Math.max(-0.2, Math.min(0.2, step));
    return 0;
  }

  private stepTo(now: number): number {
    const step = now - (this.reference as number);
    this.reference = now;
    this.forgetDoubt();
    return step;
  }

  private forgetDoubt(): void {
    this.doubtful = 0;
    this.least = Number.POSITIVE_INFINITY;
  }

  /** Forgets what it knows: the context was suspended. */
  reset(): void {
    this.reference = undefined;
    this.minimum = Number.POSITIVE_INFINITY;
    this.windowEndMs = Number.NEGATIVE_INFINITY;
    this.toldMs = 0;
    this.forgetDoubt();
  }
}
