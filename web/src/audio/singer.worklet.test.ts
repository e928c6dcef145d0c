import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Playhead } from '../session/playhead';
import { FRAME_SAMPLES, QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from './format';
import type { Playout } from './playout';
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
  playout: Playout;
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}

let make: (() => Processor) | undefined;

/** The time of day as the audio thread sees it: it goes with the sound, however busy this machine is. */
let wallMs = 1_000_000;

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
  vi.spyOn(Date, 'now').mockImplementation(() => wallMs);
  await import('./singer.worklet');
});

afterAll(() => {
  vi.restoreAllMocks();
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
  /** For so many samples nothing more gets through; then all of it at once. */
  stuckSamples = 0;
  /** What each quantum was made of, by the number of its first sample. */
  readonly made: { frame: number; clock: number; running: boolean }[] = [];
  /** Runs after each quantum, which begins with that sample. */
  after: (frame: number) => void = () => {};
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
      wallMs += (QUANTUM_SAMPLES * 1_000) / SAMPLE_RATE_HZ;
      this.stuckSamples = Math.max(0, this.stuckSamples - QUANTUM_SAMPLES);
      while (this.stuckSamples === 0 && this.sentTo + MESSAGE <= this.now - this.delaySamples) this.send();
      for (let i = 0; i < QUANTUM_SAMPLES; i++) input[i] = this.microphone(this.now + i);
      const frame = this.out.length;
      Object.assign(globalThis, { currentFrame: frame });
      const { clock, running } = this.processor.playout;
      this.made.push({ frame, clock, running });
      this.processor.process([[input]], [[output]]);
      this.after(frame);
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
    wallMs += 1_000;
    const loudness = stage.run(3).loudness(3.02);
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

describe('what the page knows of where the sound is', () => {
  /** What leaves the loudspeaker was made so long ago. */
  const WAY_OUT = 60 * QUANTUM_SAMPLES;

  /** Lets the page follow: at each quantum that leaves the loudspeaker, by how much it is wrong about its clock, in samples. */
  function follow(stage: Stage): { offs: number[]; holes: number[]; playhead: Playhead } {
    const playhead = new Playhead();
    const offs: number[] = [];
    const holes: number[] = [];
    let told = 0;
    stage.after = (frame) => {
      const reports = stage.processor.port.sent as WorkletReport[];
      for (const report of reports.slice(told)) if (report.type === 'status') playhead.told(report);
      told = reports.length;
      const made = stage.made[(frame - WAY_OUT) / QUANTUM_SAMPLES];
      const heard = made && playhead.heardAt(made.frame);
      if (!made || heard === undefined) return;
      if (made.running) offs.push(Math.abs(heard - made.clock));
      else holes.push(heard);
    };
    return { offs, holes, playhead };
  }

  it('is right from one quantum to the next, through holes and jumps', () => {
    const stage = new Stage();
    const { offs, holes } = follow(stage);
    stage.run(3);
    for (const seconds of [0.2, 0.35, 0.5]) {
      stage.stuckSamples = seconds * SAMPLE_RATE_HZ;
      stage.run(4);
    }
    stage.reseat(3, 72_000);
    stage.run(2);
    expect(stage.last('status').underruns).toBe(3);
    // Not so for figures that come ten times a second: those are wrong for up to 100 ms by all that a hole or a jump is long.
    // The very quantum in which a new seat was taken is told with the next one.
    expect(offs.filter((off) => off > 50 * 48).length).toBeLessThanOrEqual(1);
    expect(offs.filter((off) => off > 2 * QUANTUM_SAMPLES).length).toBeLessThan(0.02 * offs.length);
    // The song goes on through them.
    expect(holes.length).toBeGreaterThan(50);
    for (let i = 1; i < holes.length; i++) {
      expect((holes[i] as number) - (holes[i - 1] as number)).toBeGreaterThan(0);
    }
  });

  it('says beforehand when a clock will be reached, jumps included', () => {
    const stage = new Stage();
    const { playhead } = follow(stage);
    const told = stage.after;
    const lates: number[] = [];
    const expected = new Map<number, number>();
    stage.after = (frame) => {
      told(frame);
      const leaves = frame - WAY_OUT;
      const heard = playhead.heardAt(leaves);
      if (heard === undefined) return;
      // A line each 37 ms; whoever shows it looks at each quantum when the next one is due.
      const next = (Math.floor(heard / 1_776) + 1) * 1_776;
      const due = playhead.reached(next, leaves);
      if (due !== undefined) expected.set(next, due);
      for (const [clock, at] of expected) {
        if (leaves < at) continue;
        expected.delete(clock);
        lates.push(Math.abs(heard - clock));
      }
    };
    stage.run(2);
    stage.stuckSamples = 0.4 * SAMPLE_RATE_HZ;
    stage.run(4);
    expect(lates.length).toBeGreaterThan(120);
    expect(lates.filter((late) => late > 50 * 48)).toHaveLength(0);
  });

  it('ends two seconds after the last sound', () => {
    const stage = new Stage();
    const { playhead } = follow(stage);
    stage.run(2);
    stage.stuckSamples = 10 * SAMPLE_RATE_HZ;
    stage.run(1.5);
    const last = stage.made.at(-1)?.frame ?? 0;
    expect(playhead.heardAt(last)).toBeDefined();
    stage.run(2);
    expect(playhead.heardAt(stage.made.at(-1)?.frame ?? 0)).toBeUndefined();
    expect(playhead.reached(START + 60 * SAMPLE_RATE_HZ, last)).toBeUndefined();
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
