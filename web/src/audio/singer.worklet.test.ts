import { beforeAll, describe, expect, it, vi } from 'vitest';
import { FRAME_SAMPLES, QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from './format';
import type { ToWorklet, WorkletCommand, WorkletReport } from './ports';

const START = 86_400_000_000_000;
const MESSAGE = 3 * FRAME_SAMPLES;
const QUANTA_PER_SECOND = SAMPLE_RATE_HZ / QUANTUM_SAMPLES;

/** What the audio thread's global scope has. */
class FakePort {
  onmessage: ((event: { data: unknown }) => void) | undefined;
  readonly sent: unknown[] = [];
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
}

interface Processor {
  port: FakePort;
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}

let make: (() => Processor) | undefined;

beforeAll(async () => {
  vi.stubGlobal(
    'AudioWorkletProcessor',
    class {
      readonly port = new FakePort();
    },
  );
  vi.stubGlobal('currentFrame', 0);
  vi.stubGlobal('registerProcessor', (_: string, type: new () => Processor) => {
    make = () => new type();
  });
  await import('./singer.worklet');
});

type Sound = (clock: number) => number;

/** A server behind a processor: sends `sound` as the lead of a seat, a message each 60 ms, and listens to what comes out. */
class Stage {
  readonly processor = make?.() as Processor;
  readonly worker = new FakePort();
  readonly out: number[] = [];
  bucket = 2;
  delaySamples = 48_000;
  sound: Sound = () => 0;
  microphone: Sound = () => 0;
  peak = 0;
  voices = 0;
  readonly buffers = new Set<Float32Array>();
  private now = START;
  private sentTo = START - 2 * MESSAGE;

  constructor() {
    this.command({ type: 'worker', port: this.worker as unknown as MessagePort });
  }

  command(command: WorkletCommand): void {
    this.processor.port.onmessage?.({ data: command });
  }

  reseat(bucket: number, delaySamples: number): void {
    this.sentTo -= delaySamples - this.delaySamples;
    this.bucket = bucket;
    this.delaySamples = delaySamples;
  }

  run(seconds: number): this {
    const output = new Float32Array(QUANTUM_SAMPLES);
    const input = new Float32Array(QUANTUM_SAMPLES);
    for (let q = 0; q < seconds * QUANTA_PER_SECOND; q++) {
      this.now += QUANTUM_SAMPLES;
      while (this.sentTo + MESSAGE <= this.now - this.delaySamples) this.send();
      for (let i = 0; i < QUANTUM_SAMPLES; i++) input[i] = this.microphone(this.now + i);
      this.processor.process([[input]], [[output]]);
      for (const x of output) {
        this.out.push(x);
        this.peak = Math.max(this.peak, Math.abs(x));
      }
      // The worker gives buffers back.
      for (const message of this.worker.sent.splice(0) as { type: string; pcm: Float32Array }[]) {
        if (message.type !== 'voice') continue;
        this.voices++;
        this.buffers.add(message.pcm);
        this.give({ type: 'recycle', pcm: message.pcm });
      }
    }
    return this;
  }

  private send(): void {
    const pcm = Float32Array.from({ length: MESSAGE }, (_, i) => this.sound(this.sentTo + i));
    const clock = this.sentTo;
    this.sentTo += MESSAGE;
    this.give({
      type: 'frames',
      bucket: this.bucket,
      delaySamples: this.delaySamples,
      clock,
      samples: MESSAGE,
      streams: [1],
      endClock: this.sentTo,
      pcm,
    });
  }

  private give(message: ToWorklet): void {
    this.worker.onmessage?.({ data: message });
  }

  /** Loudness of what came out, dBFS, each 20 ms over the 100 ms before: ears take no less. */
  loudness(fromSeconds = 0): number[] {
    const out: number[] = [];
    const length = 5 * FRAME_SAMPLES;
    for (let at = fromSeconds * SAMPLE_RATE_HZ; at + length <= this.out.length; at += FRAME_SAMPLES) {
      let energy = 0;
      for (let i = 0; i < length; i++) energy += (this.out[at + i] as number) ** 2;
      out.push(10 * Math.log10(Math.max(energy / length, 1e-12)));
    }
    return out;
  }

  last<T extends WorkletReport['type']>(type: T): WorkletReport & { type: T } {
    const found = (this.processor.port.sent as WorkletReport[]).findLast((r) => r.type === type);
    return found as WorkletReport & { type: T };
  }
}

/** Noise, the same at each clock: whatever is faded into it, nothing is cancelled as with tones. */
const noise =
  (level: number): Sound =>
  (clock) => {
    const n = Math.imul((clock - START) ^ 0x5bd1_e995, 0x9e37_79b1);
    return level * (((n ^ (n >>> 15)) >>> 0) / 2 ** 31 - 1);
  };

/** As soft as a whisper: what is softer may begin at once. */
const WHISPER_DB = -36;

/** Largest rise within 200 ms. */
function steepest(loudness: number[]): number {
  let worst = 0;
  for (let i = 10; i < loudness.length; i++) {
    worst = Math.max(worst, (loudness[i] as number) - Math.max(WHISPER_DB, loudness[i - 10] as number));
  }
  return worst;
}

describe('what leaves the browser', () => {
  it('rises by no more than 10 dB in 200 ms when a robot screams at full scale', () => {
    const stage = new Stage();
    stage.sound = (clock) => (clock - START < 3 * SAMPLE_RATE_HZ ? noise(0.03)(clock) : noise(1)(clock));
    const loudness = stage.run(8).loudness(0.5);
    expect(Math.max(...loudness)).toBeGreaterThan(-10);
    expect(steepest(loudness)).toBeLessThanOrEqual(10);
    expect(stage.peak).toBeLessThan(0.9);
  });

  it('when the singer moves a fader from nothing to four times', () => {
    const stage = new Stage();
    stage.sound = noise(0.2);
    stage.command({ type: 'faders', faders: { leader: 0, everyone: 1, track: 1 } });
    stage.run(4);
    stage.command({ type: 'faders', faders: { leader: 4, everyone: 1, track: 1 } });
    const loudness = stage.run(4).loudness(0.5);
    expect(Math.max(...loudness)).toBeGreaterThan(-10);
    expect(steepest(loudness)).toBeLessThanOrEqual(10);
  });

  it('when he is seated elsewhere, louder, and it is faded over within 100 ms', () => {
    const stage = new Stage();
    stage.sound = noise(0.05);
    stage.run(4);
    stage.reseat(3, 72_000);
    stage.sound = noise(0.8);
    const loudness = stage.run(4).loudness(0.5);
    expect(Math.max(...loudness)).toBeGreaterThan(-10);
    expect(steepest(loudness)).toBeLessThanOrEqual(10);
    // Never silent in between.
    expect(Math.min(...loudness.slice(80))).toBeGreaterThan(-40);
  });

  it('when sound is resumed', () => {
    const stage = new Stage();
    stage.sound = noise(0.5);
    stage.run(3);
    stage.command({ type: 'fadeIn' });
    expect(steepest(stage.run(3).loudness(0.5))).toBeLessThanOrEqual(10);
  });

  it('when the audio thread was not run for a while, before anybody tells it', () => {
    const stage = new Stage();
    stage.sound = noise(0.5);
    stage.run(3);
    const wall = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 1_000);
    const loudness = stage.run(3).loudness(3.02);
    wall.mockRestore();
    expect(loudness[0]).toBeLessThan(-30);
    expect(steepest(loudness)).toBeLessThanOrEqual(10);
    expect(loudness.at(-1)).toBeGreaterThan(-12);
  });

  it('is nothing 20 ms after Esc, and comes back slowly', () => {
    const stage = new Stage();
    stage.sound = noise(0.5);
    stage.run(3);
    stage.command({ type: 'silence', on: true });
    stage.run(1);
    for (const db of stage.loudness(3.02)) expect(db).toBeLessThan(-100);
    stage.command({ type: 'silence', on: false });
    expect(steepest(stage.run(3).loudness(0.5))).toBeLessThanOrEqual(10);
    expect(stage.loudness().at(-1)).toBeGreaterThan(-12);
  });
});

describe('a seat', () => {
  it('with another spacing in the same row keeps what was received', () => {
    const stage = new Stage();
    stage.sound = noise(0.2);
    stage.run(3);
    const before = stage.loudness().at(-1) as number;
    // The seat is told; the frames go on as they were.
    stage.delaySamples = 48_960;
    const after = stage.run(2).loudness(3);
    // Between two samples white noise loses some of its highest sound.
    for (const db of after) expect(Math.abs(db - before)).toBeLessThan(3);
    expect(stage.last('status').underruns).toBe(0);
  });
});

describe('the microphone', () => {
  it('is not sent to anybody while clicks are played', () => {
    const stage = new Stage();
    stage.microphone = noise(0.2);
    stage.command({ type: 'mode', mode: 'sing' });
    stage.run(2);
    const before = stage.voices;
    const pcm = new Float32Array(SAMPLE_RATE_HZ).fill(0.01);
    stage.command({ type: 'probe', id: 1, pcm, recordSamples: 2 * SAMPLE_RATE_HZ });
    stage.run(1.9);
    expect(stage.voices).toBeLessThanOrEqual(before + 1);
    stage.run(1);
    expect(stage.voices).toBeGreaterThan(before + 30);
    expect(stage.last('probe').pcm).toHaveLength(2 * SAMPLE_RATE_HZ);
  });
});

describe('process()', () => {
  it('sings on with the buffers it was given', () => {
    const stage = new Stage();
    stage.sound = noise(0.2);
    stage.microphone = noise(0.2);
    stage.command({ type: 'mode', mode: 'sing' });
    stage.command({ type: 'latency', samples: 3_000 });
    stage.run(5);
    expect(stage.voices).toBeGreaterThan(190);
    expect(stage.buffers.size).toBeLessThanOrEqual(32);
  });
});
