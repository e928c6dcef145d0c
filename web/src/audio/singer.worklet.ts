import { Bank, STREAMS } from './bank';
import { CaptureGrid } from './captureGrid';
import { CrossFade } from './crossFade';
import { Ears } from './ears';
import { FRAME_SAMPLES, msToSamples, QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from './format';
import { HoleWatch } from './holeWatch';
import { Playout } from './playout';
import type { Faders, FromWorklet, ToWorklet, WorkletCommand, WorkletMode, WorkletReport } from './ports';
import { TalkLine } from './talkLine';

const REPORT_SAMPLES = SAMPLE_RATE_HZ / 10;

/** Sound that goes on so far from where it was expected is told at once: words follow it. */
const MOVED_SAMPLES = msToSamples(1);
const VOICE_BUFFERS = 32;
const TALKERS = 4;

/** The audio thread was not run for so long: sound was suspended, or the machine slept. */
const AWAY_MS = 200;

/** Personal faders glide within 50 ms, so that none of them clicks. */
const FADER_STEP = QUANTUM_SAMPLES / msToSamples(50);

/** Stream numbers of the wire, less one, to the fader that moves them. */
const FADER_OF: readonly (keyof Faders)[] = ['leader', 'track', 'everyone', 'everyone', 'solo', 'everyone'];

/**
 * The audio thread: plays what the codec worker decoded, and stamps every captured sample with the clock that was sounding when
 * it was sung. `process()` allocates nothing but the envelopes of transferred buffers.
 */
class SingerProcessor extends AudioWorkletProcessor {
  private worker: MessagePort | undefined;
  private mode: WorkletMode = 'listen';
  private muted = false;
  private latencySamples = 0;
  private readonly faders: Required<Faders> = { leader: 1, everyone: 1, track: 1, solo: 1 };
  private readonly gains = new Float32Array(STREAMS).fill(1);
  private readonly nextGains = new Float32Array(STREAMS).fill(1);
  private readonly ears = new Ears();
  private readonly out = new Float32Array(QUANTUM_SAMPLES);
  private readonly playout = new Playout();
  private readonly fade = new CrossFade();
  private bank = new Bank();
  private other = new Bank();
  private readonly talkers = Array.from({ length: TALKERS }, () => new TalkLine());
  private readonly freeVoice: Float32Array[] = [];
  private readonly grid = new CaptureGrid(
    FRAME_SAMPLES,
    () => this.freeVoice.pop(),
    (clock, pcm) => this.sendVoice(clock, pcm),
  );
  private readonly holes = new HoleWatch();
  private capturing = false;
  private talkClock = 0;
  private probe: { id: number; pcm: Float32Array; at: number; heard: Float32Array } | undefined;
  private reportIn = REPORT_SAMPLES;
  private wasRunning = false;
  private expectedClock = 0;
  private energy = 0;
  private outEnergy = 0;
  private peak = 0;
  private frames = 0;
  private lagMs = Number.POSITIVE_INFINITY;
  private ranMs = Number.POSITIVE_INFINITY;

  constructor() {
    super();
    for (let i = 0; i < VOICE_BUFFERS; i++) this.freeVoice.push(new Float32Array(FRAME_SAMPLES));
    this.port.onmessage = (event: MessageEvent<WorkletCommand>) => this.command(event.data);
  }

  override process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const input = inputs[0]?.[0];
    this.noticeAbsence();
    this.mix();
    this.capture(input);
    this.runProbe(input);
    for (const channels of outputs) for (const channel of channels) channel.set(this.out);
    this.step();
    this.lookForHoles(input);
    this.measure(input);
    return true;
  }

  /** The page is told of a resume too, but later than the first sound. */
  private noticeAbsence(): void {
    const nowMs = Date.now();
    if (nowMs - this.ranMs > AWAY_MS) this.ears.fadeIn();
    this.ranMs = nowMs;
  }

  private mix(): void {
    const { playout, gains, nextGains } = this;
    this.out.fill(0);
    for (let stream = 0; stream < STREAMS; stream++) {
      const target = this.faders[FADER_OF[stream] as keyof Faders];
      const gain = nextGains[stream] as number;
      gains[stream] = gain;
      nextGains[stream] = gain + Math.max(-FADER_STEP, Math.min(FADER_STEP, target - gain));
    }
    if (playout.running) {
      const { newShare, nextNewShare } = this.fade;
      const { clock, phase, speed } = playout;
      this.bank.addTo(this.out, clock, phase, speed, gains, nextGains, newShare, nextNewShare);
    }
    this.fade.addTo(this.out, gains, nextGains);
    for (const talker of this.talkers) talker.addTo(this.out);
    this.ears.process(this.out);
  }

  private capture(input: Float32Array | undefined): void {
    const { playout } = this;
    // Clicks of a sound check are for nobody's ears but the microphone's.
    const open = !this.muted && !this.probe && input !== undefined;
    if (this.mode === 'sing' && open && playout.running) {
      this.grid.push(input, playout.clock - this.latencySamples, playout.phase, playout.speed);
      this.capturing = true;
    } else if (this.mode === 'talk' && open) {
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
    const { playout } = this;
    const { clock, phase, depthSamples } = playout;
    if (playout.advance()) this.fade.begin(this.bank, clock + QUANTUM_SAMPLES, phase, depthSamples);
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

  private lookForHoles(input: Float32Array | undefined): void {
    if (!input) return;
    const samples = this.holes.observe(input);
    if (samples > 0) this.report({ type: 'hole', samples });
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
    this.lagMs = Math.min(this.lagMs, this.ranMs - (currentFrame * 1_000) / SAMPLE_RATE_HZ);
    this.reportIn -= QUANTUM_SAMPLES;
    if (!this.hasMoved() && this.reportIn > 0) return;
    const { playout } = this;
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
      lagMs: this.lagMs,
    });
    this.reportIn = REPORT_SAMPLES;
    this.energy = 0;
    this.outEnergy = 0;
    this.peak = 0;
    this.frames = 0;
    this.lagMs = Number.POSITIVE_INFINITY;
  }

  /** Whether the sound stopped, began, or goes on elsewhere than where it was expected. */
  private hasMoved(): boolean {
    const { running, clock, speed } = this.playout;
    const moved =
      running !== this.wasRunning || (running && Math.abs(clock - this.expectedClock) > MOVED_SAMPLES);
    this.wasRunning = running;
    this.expectedClock = clock + QUANTUM_SAMPLES * speed;
    return moved;
  }

  private command(command: WorkletCommand): void {
    switch (command.type) {
      case 'worker':
        this.worker = command.port;
        this.worker.onmessage = (event: MessageEvent<ToWorklet>) => this.received(event.data);
        break;
      case 'faders':
        Object.assign(this.faders, { solo: command.faders.everyone }, command.faders);
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
      case 'microphone':
        this.holes.begin(command.blockSamples);
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
    } else if (bucket !== this.bank.bucket) {
      this.reseat(bucket, delaySamples);
    } else {
      // Another spacing, same row: what comes is further on or further back, and playout follows what comes.
      this.bank.delaySamples = delaySamples;
    }
    for (let i = 0; i < message.streams.length; i++) {
      const ring = this.bank.rings[(message.streams[i] as number) - 1];
      ring?.write(message.clock, message.pcm, i * message.samples, message.samples);
    }
    this.playout.received(message.endClock, message.samples);
  }

  /** The other bank takes over: as far behind what is received as the old one was, so that nothing else changes. */
  private reseat(bucket: number, delaySamples: number): void {
    const { playout, bank: old } = this;
    this.bank = this.other;
    this.other = old;
    this.bank.reset(bucket, delaySamples);
    if (playout.running) {
      this.fade.begin(old, playout.clock, playout.phase, playout.depthSamples);
      playout.moveTo(playout.clock - (delaySamples - old.delaySamples));
    } else {
      playout.stop();
    }
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
