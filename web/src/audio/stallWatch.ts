const WINDOW_MS = 1_000;

/** A step of this much is put right. Below it there is a millisecond or two of doubt in what is observed. */
export const STALL_MS = 4;

/**
 * Notices when the sound card's time falls behind the wall clock for good: after a stall everything comes later, with no
 * gap in the frame count and no underrun told. Watches the minimum of wall time minus context time over a second.
 */
export class StallWatch {
  private reference: number | undefined;
  private minimum = Number.POSITIVE_INFINITY;
  private windowEndMs = Number.NEGATIVE_INFINITY;

  /**
   * Takes an observation.
   *
   * @param wallMs when it was made, by a clock that nobody sets
   * @param distance by the same clock: time minus the audio thread's own time, in ms
   * @returns milliseconds by which sound came to be later for good since the last such step; 0 usually
   */
  observe(wallMs: number, distance: number): number {
    if (this.windowEndMs === Number.NEGATIVE_INFINITY) this.windowEndMs = wallMs + WINDOW_MS;
    this.minimum = Math.min(this.minimum, distance);
    if (wallMs < this.windowEndMs) return 0;
    const now = this.minimum;
    this.minimum = Number.POSITIVE_INFINITY;
    this.windowEndMs = wallMs + WINDOW_MS;
    if (this.reference === undefined) {
      this.reference = now;
      return 0;
    }
    const step = now - this.reference;
    if (step >= STALL_MS) {
      this.reference = now;
      return step;
    }
    // Ordinary drift of a sound card is followed: 100 ppm are 0.1 ms a second.
    this.reference += Math.max(-0.2, Math.min(0.2, step));
    return 0;
  }

  /** Forgets what it knows: the context was suspended. */
  reset(): void {
    this.reference = undefined;
    this.minimum = Number.POSITIVE_INFINITY;
    this.windowEndMs = Number.NEGATIVE_INFINITY;
  }
}
