import { Bank, STREAMS } from './bank';
import { CaptureGrid } from './captureGrid';
import { Ears } from './ears';
import { FRAME_SAMPLES, msToSamples, QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from './format';
import { cubic } from './interpolate';
import type { Faders, FromWorklet, ToWorklet, WorkletCommand, WorkletMode, WorkletReport } from './ports';

/** A re-seat is cross-faded over this (the promise is under 100 ms). */
const CROSS_FADE_SAMPLES = msToSamples(80);
const REPORT_SAMPLES = SAMPLE_RATE_HZ / 10;
const VOICE_BUFFERS = 32;
const TALKERS = 4;
const TALK_RING_SAMPLES = SAMPLE_RATE_HZ / 2;
const TALK_MARGIN_SAMPLES = msToSamples(60);

/** Personal faders glide within 50 ms, so that none of them clicks. */
const FADER_STEP = QUANTUM_SAMPLES / msToSamples(50);

/** Stream numbers of the wire, less one, to the fader that moves them. */
const FADER_OF: readonly (keyof Faders)[] = [
  'leader',
  'track',
  'everyone',
  'everyone',
  'everyone',
  'everyone',
];

/** A talker's packets as they come: played from a small ring, 60 ms behind. */
class TalkLine {
  private readonly pcm = new Float32Array(TALK_RING_SAMPLES);
  private written = 0;
  private played = 0;
  private waiting = true;

  push(pcm: Float32Array): void {
    for (let i = 0; i < pcm.length; i++) {
      this.pcm[this.written++ % TALK_RING_SAMPLES] = pcm[i] as number;
    }
    if (this.written - this.played > TALK_RING_SAMPLES / 2) this.played = this.written - TALK_MARGIN_SAMPLES;
  }

  addTo(out: Float32Array): void {
    if (this.waiting && this.written - this.played < TALK_MARGIN_SAMPLES) return;
    this.waiting = false;
    for (let i = 0; i < out.length; i++) {
      if (this.played >= this.written) {
        this.waiting = true;
        return;
      }
      out[i] = (out[i] as number) + (this.pcm[this.played++ % TALK_RING_SAMPLES] as number);
    }
  }
}

/**
 * The audio thread: plays what the codec worker decoded, and stamps every captured sample with the clock that was sounding when
 * it was sung. `process()` allocates nothing but the envelopes of transferred buffers.
 */
class SingerProcessor extends AudioWorkletProcessor {
  private worker: MessagePort | undefined;
  private mode: WorkletMode = 'listen';
  private muted = false;
  private latencySamples = 0;
  private readonly faders: Faders = { leader: 1, everyone: 1, track: 1 };
  private readonly gains = new Float32Array(STREAMS).fill(1);
  private readonly ears = new Ears();
  private readonly out = new Float32Array(QUANTUM_SAMPLES);
  private bank = new Bank();
  private other = new Bank();
  private crossLeft = 0;
  private readonly talkers = Array.from({ length: TALKERS }, () => new TalkLine());
  private readonly freeVoice: Float32Array[] = [];
  private readonly grid = new CaptureGrid(
    FRAME_SAMPLES,
    () => this.freeVoice.pop(),
    (clock, pcm) => this.sendVoice(clock, pcm),
  );
  private capturing = false;
  private talkClock = 0;
  private probe: { id: number; pcm: Float32Array; at: number; heard: Float32Array } | undefined;
  private reportIn = REPORT_SAMPLES;
  private energy = 0;
  private outEnergy = 0;
  private peak = 0;
  private frames = 0;

  constructor() {
    super();
    for (let i = 0; i < VOICE_BUFFERS; i++) this.freeVoice.push(new Float32Array(FRAME_SAMPLES));
    this.port.onmessage = (event: MessageEvent<WorkletCommand>) => this.command(event.data);
  }

  override process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const input = inputs[0]?.[0];
    this.mix();
    this.capture(input);
    this.runProbe(input);
    for (const channels of outputs) for (const channel of channels) channel.set(this.out);
    this.step();
    this.measure(input);
    return true;
  }

  private mix(): void {
    this.out.fill(0);
    for (let stream = 0; stream < STREAMS; stream++) {
      const target = this.faders[FADER_OF[stream] as keyof Faders];
      const gain = this.gains[stream] as number;
      this.gains[stream] = gain + Math.max(-FADER_STEP, Math.min(FADER_STEP, target - gain));
    }
    if (this.crossLeft > 0) {
      const share = this.crossLeft / CROSS_FADE_SAMPLES;
      this.addBank(this.other, share);
      this.addBank(this.bank, 1 - share);
      this.crossLeft = Math.max(0, this.crossLeft - QUANTUM_SAMPLES);
    } else {
      this.addBank(this.bank, 1);
    }
    for (const talker of this.talkers) talker.addTo(this.out);
    this.ears.process(this.out);
  }

  private addBank(bank: Bank, share: number): void {
    const { playout } = bank;
    if (!playout.running) return;
    for (let stream = 0; stream < STREAMS; stream++) {
      const gain = (this.gains[stream] as number) * share;
      const ring = bank.rings[stream];
      if (gain === 0 || !ring) continue;
      if (!ring.has(playout.clock) && !ring.has(playout.clock + QUANTUM_SAMPLES + 3)) continue;
      let whole = playout.clock;
      let t = playout.phase;
      let a = ring.at(whole - 1);
      let b = ring.at(whole);
      let c = ring.at(whole + 1);
      let d = ring.at(whole + 2);
      for (let i = 0; i < QUANTUM_SAMPLES; i++) {
        this.out[i] = (this.out[i] as number) + gain * (t === 0 ? b : cubic(a, b, c, d, t));
        t += playout.speed;
        while (t >= 1) {
          t -= 1;
          whole++;
          a = b;
          b = c;
          c = d;
          d = ring.at(whole + 2);
        }
      }
    }
  }

  private capture(input: Float32Array | undefined): void {
    const { playout } = this.bank;
    const sings = this.mode === 'sing' && !this.muted && input !== undefined && playout.running;
    if (sings) {
      this.grid.push(input, playout.clock - this.latencySamples, playout.phase, playout.speed);
      this.capturing = true;
    } else if (this.mode === 'talk' && !this.muted && input !== undefined) {
      this.grid.push(input, this.talkClock, 0, 1);
      this.talkClock += QUANTUM_SAMPLES;
      this.capturing = true;
    } else if (this.capturing) {
      this.capturing = false;
      this.grid.interrupt();
      this.post({ type: 'voiceEnd' });
    }
  }

  private sendVoice(clock: number, pcm: Float32Array): void {
    this.post(
      this.mode === 'talk'
        ? { type: 'talkVoice', clock, pcm }
        : { type: 'voice', clock, bucket: this.bank.bucket, pcm },
      pcm,
    );
  }

  private step(): void {
    this.bank.playout.advance();
    if (this.crossLeft > 0) this.other.playout.advance();
  }

  private runProbe(input: Float32Array | undefined): void {
    const probe = this.probe;
    if (!probe) return;
    for (let i = 0; i < QUANTUM_SAMPLES; i++) {
      const at = probe.at + i;
      // A probe goes past the faders but is made quiet by whoever made it.
      if (at < probe.pcm.length) this.out[i] = (this.out[i] as number) + (probe.pcm[at] as number);
      if (at < probe.heard.length) probe.heard[at] = input?.[i] ?? 0;
    }
    probe.at += QUANTUM_SAMPLES;
    if (probe.at >= probe.heard.length) {
      this.probe = undefined;
      this.report({ type: 'probe', id: probe.id, pcm: probe.heard }, probe.heard);
    }
  }

  private measure(input: Float32Array | undefined): void {
    for (let i = 0; i < QUANTUM_SAMPLES; i++) {
      const x = input?.[i] ?? 0;
      const y = this.out[i] as number;
      this.energy += x * x;
      this.outEnergy += y * y;
      this.peak = Math.max(this.peak, Math.abs(x));
    }
    this.frames += QUANTUM_SAMPLES;
    this.reportIn -= QUANTUM_SAMPLES;
    if (this.reportIn > 0) return;
    const { playout } = this.bank;
    this.report({
      type: 'status',
      level: Math.sqrt(this.energy / this.frames),
      peak: this.peak,
      outLevel: Math.sqrt(this.outEnergy / this.frames),
      playing: playout.running,
      clock: playout.clock,
      depthSamples: playout.depthSamples,
      marginSamples: playout.margin,
      underruns: playout.underruns,
      speedPpm: (playout.speed - 1) * 1e6,
      contextFrame: currentFrame,
    });
    this.reportIn = REPORT_SAMPLES;
    this.energy = 0;
    this.outEnergy = 0;
    this.peak = 0;
    this.frames = 0;
  }

  private command(command: WorkletCommand): void {
    switch (command.type) {
      case 'worker':
        this.worker = command.port;
        this.worker.onmessage = (event: MessageEvent<ToWorklet>) => this.received(event.data);
        break;
      case 'faders':
        Object.assign(this.faders, command.faders);
        break;
      case 'latency':
        this.latencySamples = command.samples;
        break;
      case 'mode':
        if (command.mode !== this.mode && this.capturing) {
          this.grid.interrupt();
          this.post({ type: 'voiceEnd' });
          this.capturing = false;
        }
        this.mode = command.mode;
        break;
      case 'muted':
        this.muted = command.muted;
        break;
      case 'silence':
        this.ears.silence(command.on);
        break;
      case 'fadeIn':
        this.ears.fadeIn();
        break;
      case 'probe':
        this.probe = {
          id: command.id,
          pcm: command.pcm,
          at: 0,
          heard: new Float32Array(command.recordSamples),
        };
        break;
    }
  }

  private received(message: ToWorklet): void {
    switch (message.type) {
      case 'frames':
        this.takeFrames(message);
        this.post({ type: 'recycle', pcm: message.pcm }, message.pcm);
        break;
      case 'talk':
        this.talkers[message.talker]?.push(message.pcm);
        this.post({ type: 'recycle', pcm: message.pcm }, message.pcm);
        break;
      case 'recycle':
        this.freeVoice.push(message.pcm);
        break;
    }
  }

  private takeFrames(message: ToWorklet & { type: 'frames' }): void {
    const { bucket, delaySamples } = message;
    if (this.bank.bucket < 0) {
      this.bank.reset(bucket, delaySamples);
      this.ears.fadeIn();
    } else if (bucket !== this.bank.bucket || delaySamples !== this.bank.delaySamples) {
      this.reseat(bucket, delaySamples);
    }
    for (let i = 0; i < message.streams.length; i++) {
      const ring = this.bank.rings[(message.streams[i] as number) - 1];
      ring?.write(message.clock, message.pcm, i * message.samples, message.samples);
    }
    this.bank.playout.received(message.endClock);
  }

  /** The other bank takes over: as far behind what is received as the old one was, so that nothing else changes. */
  private reseat(bucket: number, delaySamples: number): void {
    const old = this.bank;
    const next = this.other;
    next.reset(bucket, delaySamples);
    if (old.playout.running) {
      next.playout.restartAt(old.playout.clock - (delaySamples - old.delaySamples), old.playout.phase);
      this.crossLeft = CROSS_FADE_SAMPLES;
    }
    this.bank = next;
    this.other = old;
  }

  private post(message: FromWorklet, buffer?: Float32Array): void {
    if (buffer) this.worker?.postMessage(message, [buffer.buffer]);
    else this.worker?.postMessage(message);
  }

  private report(report: WorkletReport, buffer?: Float32Array): void {
    if (buffer) this.port.postMessage(report, [buffer.buffer]);
    else this.port.postMessage(report);
  }
}

registerProcessor('singer', SingerProcessor);
