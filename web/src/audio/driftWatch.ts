const WINDOW_MS = 20_000;

/** So much is put right at once; less is in doubt. */
const DRIFT_MS = 4;

/**
 * Notices when the queue between microphone and audio thread grows or shrinks: a microphone with a clock of its own (USB) gives a little more or
 * less than the loudspeaker takes, 3 ms a minute at 50 ppm, and as much later or earlier comes what is sung. Watches how far each of the two lies
 * behind the wall clock, by the minimum over a window, which a busy page does not move; the wall clock falls out of the difference.
 */
export class DriftWatch {
  private reference: number | undefined;
  private soundMs = Number.POSITIVE_INFINITY;
  private microphoneMs = Number.POSITIVE_INFINITY;
  private windowEndMs = Number.NEGATIVE_INFINITY;

  /**
   * Takes an observation.
   *
   * @param wallMs when it was made, by a clock that nobody sets
   * @param soundLagMs by the same clock: time minus the audio thread's own time
   * @param microphoneLagMs by the same clock: time minus what the microphone has given so far
   * @returns milliseconds by which what is sung comes later (negative: earlier) since the last such step; 0 usually
   */
  observe(wallMs: number, soundLagMs: number, microphoneLagMs: number): number {
    if (this.windowEndMs === Number.NEGATIVE_INFINITY) this.windowEndMs = wallMs + WINDOW_MS;
    this.soundMs = Math.min(this.soundMs, soundLagMs);
    this.microphoneMs = Math.min(this.microphoneMs, microphoneLagMs);
    if (wallMs < this.windowEndMs) return 0;
    const now = this.soundMs - this.microphoneMs;
    this.beginWindow();
    this.reference ??= now;
    const step = now - this.reference;
    if (Math.abs(step) < DRIFT_MS) return 0;
    this.reference = now;
    return step;
  }

  /** The sound stood still and comes later by `ms` for good: that is known, and put right by who saw it. */
  stalled(ms: number): void {
    if (this.reference !== undefined) this.reference += ms;
    this.beginWindow();
  }

  /** Forgets what it knows: another microphone, a new measurement, or the context was suspended. */
  reset(): void {
    this.reference = undefined;
    this.beginWindow();
  }

  private beginWindow(): void {
    this.soundMs = Number.POSITIVE_INFINITY;
    this.microphoneMs = Number.POSITIVE_INFINITY;
    this.windowEndMs = Number.NEGATIVE_INFINITY;
  }
}
