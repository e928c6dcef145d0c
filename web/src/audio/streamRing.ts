import { FRAME_SAMPLES } from './format';

/**
 * The last seconds of one stream, addressed by clock modulo the length. Frames that nobody wrote are silence: each
 * frame remembers the clock it was written for. Audio thread; allocates in the constructor only.
 */
export class StreamRing {
  private readonly pcm: Float32Array;
  private readonly writtenFor: Float64Array;
  private readonly frames: number;

  /** @param seconds how much it holds; rounded up to whole frames */
  constructor(seconds: number) {
    this.frames = Math.ceil((seconds * 48_000) / FRAME_SAMPLES);
    this.pcm = new Float32Array(this.frames * FRAME_SAMPLES);
    this.writtenFor = new Float64Array(this.frames).fill(-1);
  }

  /** Forgets everything. */
  clear(): void {
    this.writtenFor.fill(-1);
  }

  /**
   * Keeps `samples` samples for the clocks from `clock` on. Any clock, any length up to the ring's; what shared a frame
   * with it before stays when it was written for the same round.
   */
  write(clock: number, pcm: Float32Array, offset: number, samples: number): void {
    let at = offset;
    let position = clock;
    const end = clock + samples;
    while (position < end) {
      const frame = Math.floor(position / FRAME_SAMPLES);
      const slot = ((frame % this.frames) + this.frames) % this.frames;
      const inFrame = position - frame * FRAME_SAMPLES;
      const length = Math.min(FRAME_SAMPLES - inFrame, end - position);
      const base = slot * FRAME_SAMPLES;
      if (this.writtenFor[slot] !== frame) {
        this.pcm.fill(0, base, base + FRAME_SAMPLES);
        this.writtenFor[slot] = frame;
      }
      for (let i = 0; i < length; i++) this.pcm[base + inFrame + i] = pcm[at + i] as number;
      at += length;
      position += length;
    }
  }

  /** The sample at `clock`; 0 where nothing was written. */
  at(clock: number): number {
    const frame = Math.floor(clock / FRAME_SAMPLES);
    const slot = ((frame % this.frames) + this.frames) % this.frames;
    if (this.writtenFor[slot] !== frame) return 0;
    return this.pcm[slot * FRAME_SAMPLES + (clock - frame * FRAME_SAMPLES)] as number;
  }

  /** Whether anything was written for the frame of `clock`. */
  has(clock: number): boolean {
    const frame = Math.floor(clock / FRAME_SAMPLES);
    return this.writtenFor[((frame % this.frames) + this.frames) % this.frames] === frame;
  }
}
