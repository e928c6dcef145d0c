import { FRAME_SAMPLES } from '../audio/format';
import type { FrameEncoder } from './opus';

/** Below this nobody sings: -55 dBFS RMS over 20 ms. */
const SOUNDING_RMS = 10 ** (-55 / 20);
const HANG_OVER_FRAMES = 15;

/** One packet a second goes even in silence, so that the server goes on measuring how late we are. */
const KEEP_ALIVE_FRAMES = 50;

/** What goes out: packets from `clock` on; none = the end of a spurt, at `clock`. */
export type VoiceSink = (bucket: number, clock: number, packets: Uint8Array[]) => void;

/**
 * Turns the microphone's frames into voice sections: only what sounds is sent, in spurts that begin a frame early, linger
 * for 300 ms and end with a mark after the encoder's look-ahead has been flushed. Codec worker.
 */
export class VoiceSender {
  private packets: Uint8Array[] = [];
  private firstClock = 0;
  private nextClock = -1;
  private bucket = -1;
  private inSpurt = false;
  private hangOver = 0;
  private silentFrames = 0;
  private before: { clock: number; pcm: Float32Array } | undefined;
  private readonly zeros = new Float32Array(FRAME_SAMPLES);

  /** Frames in one message. */
  messageFrames = 3;

  constructor(
    private readonly encoder: FrameEncoder,
    private readonly sink: VoiceSink,
  ) {}

  /** Takes the frame that begins at `clock`, sung to `bucket`. `pcm` is free again afterwards. */
  frame(clock: number, bucket: number, pcm: Float32Array): void {
    if (this.inSpurt && (clock !== this.nextClock || bucket !== this.bucket)) this.end();
    this.bucket = bucket;
    const sounds = rms(pcm) > SOUNDING_RMS;
    if (sounds) this.hangOver = HANG_OVER_FRAMES;
    if (!this.inSpurt && sounds) {
      this.begin(clock);
    }
    if (this.inSpurt) {
      this.add(clock, pcm);
      if (!sounds && --this.hangOver <= 0) this.end();
    } else if (++this.silentFrames >= KEEP_ALIVE_FRAMES) {
      this.inSpurt = true;
      this.add(clock, pcm);
      this.end();
    } else {
      this.before = { clock, pcm: pcm.slice() };
    }
  }

  /** Singing was interrupted. */
  interrupt(): void {
    if (this.inSpurt) this.end();
    this.before = undefined;
  }

  private begin(clock: number): void {
    this.inSpurt = true;
    const before = this.before;
    this.before = undefined;
    if (before && before.clock + FRAME_SAMPLES === clock) this.add(before.clock, before.pcm);
  }

  private add(clock: number, pcm: Float32Array): void {
    if (this.packets.length === 0) this.firstClock = clock;
    this.packets.push(this.encoder.encode(pcm));
    this.nextClock = clock + FRAME_SAMPLES;
    if (this.packets.length >= this.messageFrames) this.flush();
  }

  private end(): void {
    this.add(this.nextClock, this.zeros);
    this.flush();
    this.sink(this.bucket, this.nextClock, []);
    this.inSpurt = false;
    this.silentFrames = 0;
    this.hangOver = 0;
  }

  private flush(): void {
    if (this.packets.length === 0) return;
    const { packets } = this;
    this.packets = [];
    this.sink(this.bucket, this.firstClock, packets);
  }
}

function rms(pcm: Float32Array): number {
  let energy = 0;
  for (let i = 0; i < pcm.length; i++) energy += (pcm[i] as number) * (pcm[i] as number);
  return Math.sqrt(energy / pcm.length);
}
