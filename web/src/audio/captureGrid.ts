import { cubic } from './interpolate';

/** Gets each finished frame: the clock of its first sample. The buffer belongs to the sink from then on. */
export type FrameSink = (clock: number, pcm: Float32Array) => void;

/**
 * Puts what the microphone hears onto whole clock positions. The sound card runs at its own rate, playback follows the
 * server's clock; each captured quantum is therefore drawn out or squeezed by the same few hundred ppm as what sounds, so
 * that the voice is a gapless sequence of clocks. A jump of playback begins a new sequence.
 *
 * Audio thread; takes its buffers from `take` and allocates nothing.
 */
export class CaptureGrid {
  private frame: Float32Array | undefined;
  private filled = 0;
  private frameClock = 0;
  /** Clock position right after the last captured sample: whole part and fraction. */
  private endWhole = Number.NaN;
  private endFraction = 0;
  /** Next whole clock to be produced. */
  private next = 0;
  /** Clocks produced from `next` on within one call. */
  private produced = 0;
  private readonly history = new Float32Array(4);

  constructor(
    private readonly frameSamples: number,
    private readonly take: () => Float32Array | undefined,
    private readonly sink: FrameSink,
  ) {}

  /** Drops what is not yet a frame: the microphone was muted, or playback stands still. */
  interrupt(): void {
    this.endWhole = Number.NaN;
    this.filled = 0;
  }

  /**
   * Takes one quantum.
   *
   * @param input captured samples
   * @param whole clock of the first one, its whole part
   * @param fraction and its fraction, 0..1
   * @param speed clock samples per captured sample
   */
  push(input: Float32Array, whole: number, fraction: number, speed: number): void {
    // Within half a sample of where the last ended it goes on; the fraction is carried along so that no error adds up.
    const off = whole - this.endWhole + (fraction - this.endFraction);
    if (!(Math.abs(off) < 0.5)) this.restart(whole, fraction, input[0] as number);
    const from = fraction + (whole - this.next);
    for (let i = 0; i < input.length; i++) {
      this.shift(input[i] as number);
      // Two samples of look-ahead: the curve runs between history[1] and history[2], which is sample i - 1.
      const right = from + (i - 1) * speed;
      const left = from + (i - 2) * speed;
      while (this.produced <= right) this.put(Math.max(0, (this.produced - left) / (right - left)));
    }
    this.rebase(whole, fraction, input.length, speed);
  }

  private restart(whole: number, fraction: number, first: number): void {
    this.filled = 0;
    this.next = fraction === 0 ? whole : whole + 1;
    this.produced = 0;
    this.history.fill(first);
  }

  private rebase(whole: number, fraction: number, length: number, speed: number): void {
    const end = fraction + length * speed;
    const steps = Math.floor(end);
    this.endWhole = whole + steps;
    this.endFraction = end - steps;
    this.next += this.produced;
    this.produced = 0;
  }

  private shift(x: number): void {
    const h = this.history;
    h[0] = h[1] as number;
    h[1] = h[2] as number;
    h[2] = h[3] as number;
    h[3] = x;
  }

  private put(t: number): void {
    const h = this.history;
    if (this.filled === 0) {
      this.frame = this.take();
      this.frameClock = this.next + this.produced;
    }
    if (this.frame) {
      this.frame[this.filled] = cubic(h[0] as number, h[1] as number, h[2] as number, h[3] as number, t);
    }
    this.produced++;
    if (++this.filled === this.frameSamples) {
      this.filled = 0;
      if (this.frame) this.sink(this.frameClock, this.frame);
      this.frame = undefined;
    }
  }
}
