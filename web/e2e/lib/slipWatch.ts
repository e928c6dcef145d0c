const WINDOW_MS = 1_000;

/**
 * How far the sound card's time slipped against the wall clock: the spread of the minima of wall time minus context time over
 * a second. The app puts slips right by itself; a test wants to know whether there was one.
 */
export class SlipWatch {
  private least = Number.POSITIVE_INFINITY;
  private most = Number.NEGATIVE_INFINITY;
  private minimum = Number.POSITIVE_INFINITY;
  private windowEndMs = 0;

  /** Forgets what was: from now on it counts. */
  begin(): void {
    this.least = Number.POSITIVE_INFINITY;
    this.most = Number.NEGATIVE_INFINITY;
    this.minimum = Number.POSITIVE_INFINITY;
    this.windowEndMs = performance.now() + WINDOW_MS;
  }

  observe(nowMs: number, lagMs: number): void {
    this.minimum = Math.min(this.minimum, lagMs - (Date.now() - nowMs));
    if (nowMs < this.windowEndMs) return;
    this.least = Math.min(this.least, this.minimum);
    this.most = Math.max(this.most, this.minimum);
    this.minimum = Number.POSITIVE_INFINITY;
    this.windowEndMs = nowMs + WINDOW_MS;
  }

  /** In ms since {@link begin}. */
  get ms(): number {
    return this.most - this.least;
  }
}
