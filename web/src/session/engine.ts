import { DriftWatch } from '../audio/driftWatch';
import type { Faders, WorkletCommand, WorkletMode, WorkletReport } from '../audio/ports';
import workletUrl from '../audio/singer.worklet.ts?worker&url';
import { StallWatch } from '../audio/stallWatch';
import { type Along, BEATS_SAMPLES, beatTrack, wayByClapping } from '../calibration/along';
import { PROBE_SAMPLES, probe } from '../calibration/chirp';
import { evaluate, type ProbeResult } from '../calibration/evaluate';
import type { FromWorker, ToWorker } from '../codec/ports';
import type { ClientMessage, Hello } from '../net/control';
import { clickSound } from './metronome';
import { MicrophoneInput } from './microphoneInput';
import { type OutputStamp, Playhead } from './playhead';

/** The audio thread's figures. */
export type EngineStatus = WorkletReport & { type: 'status' };

/** Told of what the engine notices. Page thread. */
export interface EngineEvents {
  fromWorker(message: FromWorker): void;
  status(status: EngineStatus): void;
  /** What is sung came to be later (negative: earlier) for good by so much. */
  stalled(ms: number): void;
  /** The microphone went away in the middle. */
  microphoneGone(): void;
  /** The device itself lets nothing of the microphone through, or does again. */
  microphoneHushed(hushed: boolean): void;
  /** The set of devices changed. */
  devicesChanged(): void;
  /** The browser suspended or resumed the sound. */
  running(running: boolean): void;
}

/**
 * Seconds of sound in the browser's own buffer. Latency costs nothing here, since it is measured and taken off the stamps; dropouts
 * cost a chirp's place. On a machine with ten busy programs per core the shortest buffer stalled twelve times in 15 s,
 * this one never.
 */
const LATENCY_HINT_SECONDS = 0.05;

/** Before a probe the sound path has to settle: its latency moves while it starts. */
const SETTLE_MS = 2_500;

const CLICKS = [clickSound(false), clickSound(true)] as const;

/**
 * The audio engine as the page sees it: one context, one worklet, one codec worker, at most one microphone. Made in a press
 * (browsers make no sound before one). Calibration and singing use the same context and stream, since latency is
 * constant within one and differs between two.
 */
export class AudioEngine {
  private readonly stalls = new StallWatch();
  private readonly drift = new DriftWatch();
  private readonly playhead = new Playhead();
  private readonly microphone: MicrophoneInput;
  private readonly probes = new Map<number, (heard: Float32Array) => void>();
  private nextProbe = 1;
  private playing: AudioBufferSourceNode | undefined;
  /** What the browser put into the microphone's sound where a block came late. */
  holeSamples = 0;

  private constructor(
    readonly context: AudioContext,
    private readonly node: AudioWorkletNode,
    private readonly worker: Worker,
    private readonly events: EngineEvents,
  ) {
    this.microphone = new MicrophoneInput(node, {
      gone: () => events.microphoneGone(),
      hushed: (hushed) => events.microphoneHushed(hushed),
      flows: (blockSamples) => {
        this.drift.reset();
        this.toWorklet({ type: 'microphone', blockSamples });
      },
    });
    node.port.onmessage = (event: MessageEvent<WorkletReport>) => this.report(event.data);
    worker.onmessage = (event: MessageEvent<FromWorker>) => events.fromWorker(event.data);
    context.onstatechange = () => {
      this.forgetLags();
      events.running(context.state === 'running');
    };
    navigator.mediaDevices?.addEventListener('devicechange', this.devicesChanged);
  }

  /** Call from a press. */
  static async create(events: EngineEvents): Promise<AudioEngine> {
    const context = new AudioContext({ sampleRate: 48_000, latencyHint: LATENCY_HINT_SECONDS });
    await context.audioWorklet.addModule(workletUrl);
    const node = new AudioWorkletNode(context, 'singer', {
      numberOfInputs: 1,
      numberOfOutputs: 1,
      outputChannelCount: [1],
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    const worker = new Worker(new URL('../codec/stream.worker.ts', import.meta.url), { type: 'module' });
    const engine = new AudioEngine(context, node, worker, events);
    const line = new MessageChannel();
    engine.toWorklet({ type: 'worker', port: line.port1 }, [line.port1]);
    engine.toWorker({ type: 'worklet', port: line.port2 }, [line.port2]);
    node.connect(context.destination);
    await context.resume();
    return engine;
  }

  /** Opens the microphone, in place of one that was open. Throws MicrophoneError. */
  openMicrophone(headphones: boolean): Promise<void> {
    return this.microphone.open(headphones);
  }

  closeMicrophone(): void {
    this.microphone.close();
  }

  get microphoneLabel(): string {
    return this.microphone.label;
  }

  /** Whether the device of the open microphone is still there. */
  microphoneIsListed(): Promise<boolean> {
    return this.microphone.isListed();
  }

  /** Whether the sound comes or goes by a wireless device. */
  isWireless(): Promise<boolean> {
    return this.microphone.isWireless();
  }

  /** What the browser says of its own output delay, for who cannot be measured. */
  get estimatedLatencySamples(): number {
    const seconds = (this.context.outputLatency || 0) + (this.context.baseLatency || 0);
    return Math.round((seconds + 0.02 + this.microphone.reserveSeconds) * this.context.sampleRate);
  }

  /** Plays eight chirps at `level` (0..0.1) and says how long they took to come back. About four seconds. */
  async measureLatency(level: number): Promise<ProbeResult> {
    return evaluate(await this.playAndHear(probe(level), PROBE_SAMPLES));
  }

  /** Plays knocks for about eight seconds, and says how late the clapping along with them was heard. */
  async measureClapping(level: number): Promise<Along | undefined> {
    return wayByClapping(await this.playAndHear(beatTrack(level), BEATS_SAMPLES));
  }

  /** Plays `pcm` past the faders and gives back what the microphone heard from its first sample on. */
  private async playAndHear(pcm: Float32Array, recordSamples: number): Promise<Float32Array> {
    await this.microphone.settled(SETTLE_MS);
    const id = this.nextProbe++;
    return new Promise<Float32Array>((resolve) => {
      this.probes.set(id, resolve);
      this.toWorklet({ type: 'probe', id, pcm, recordSamples }, [pcm.buffer]);
    });
  }

  /** Lets one hear a recording: softly, not above the level of the choir, and ended by {@link silence}. */
  play(pcm: Float32Array): void {
    this.stopPlaying();
    const buffer = new AudioBuffer({ length: Math.max(1, pcm.length), sampleRate: 48_000 });
    buffer.copyToChannel(new Float32Array(pcm), 0);
    const gain = new GainNode(this.context, { gain: 0 });
    gain.gain.linearRampToValueAtTime(0.5, this.context.currentTime + 1);
    this.playing = new AudioBufferSourceNode(this.context, { buffer });
    this.playing.connect(gain).connect(this.context.destination);
    this.playing.start();
  }

  stopPlaying(): void {
    this.playing?.stop();
    this.playing?.disconnect();
    this.playing = undefined;
  }

  connect(joinUrl: string, hello: Hello): void {
    this.toWorker({ type: 'connect', joinUrl, hello });
  }

  /** Leaves the server; sound and microphone stay. */
  hangUp(): void {
    this.toWorker({ type: 'hangUp' });
  }

  /** A second person who hears this one, for practice. */
  echo(joinUrl: string, hello: Hello): void {
    this.toWorker({ type: 'echo', joinUrl, hello });
  }

  echoEnd(): void {
    this.toWorker({ type: 'echoEnd' });
  }

  send(message: ClientMessage): void {
    this.toWorker({ type: 'send', message });
  }

  /** The network is back or the page awake. */
  retry(): void {
    this.toWorker({ type: 'retry' });
  }

  mode(mode: WorkletMode): void {
    this.toWorklet({ type: 'mode', mode });
  }

  latency(samples: number): void {
    this.toWorklet({ type: 'latency', samples: Math.round(samples) });
  }

  faders(faders: Faders): void {
    this.toWorklet({ type: 'faders', faders });
  }

  /** The clock of what leaves the loudspeaker at `atMs` of `performance.now()`; undefined while nothing plays. */
  heardAt(atMs: number): number | undefined {
    return this.playhead.heardAt(this.playhead.frameAt(this.outputStamp(), atMs));
  }

  /** In how many milliseconds what leaves the loudspeaker reaches `clock`; undefined when it is not known to. */
  heardIn(clock: number): number | undefined {
    const frame = this.playhead.frameAt(this.outputStamp(), performance.now());
    const reached = this.playhead.reached(clock, frame);
    return reached === undefined ? undefined : ((reached - frame) * 1_000) / this.context.sampleRate;
  }

  private outputStamp(): OutputStamp {
    const { contextTime = 0, performanceTime = 0 } = this.context.getOutputTimestamp();
    if (performanceTime > 0) return { contextTime, performanceTime };
    // Not every browser has it: what is made now leaves after the delay that it states.
    const made = this.context.currentTime - (this.context.outputLatency || this.context.baseLatency || 0);
    return { contextTime: made, performanceTime: performance.now() };
  }

  /** One click of the beat, at that time of the sound's own clock, in seconds. */
  click(atSeconds: number, accent: boolean, volume: number): void {
    if (this.context.state !== 'running') return;
    const sound = this.context.createBuffer(1, CLICKS[0].length, this.context.sampleRate);
    sound.copyToChannel(CLICKS[accent ? 1 : 0], 0);
    const gain = new GainNode(this.context, { gain: Math.min(1, volume) });
    const click = new AudioBufferSourceNode(this.context, { buffer: sound });
    click.connect(gain).connect(this.context.destination);
    click.onended = () => gain.disconnect();
    click.start(Math.max(this.context.currentTime, atSeconds));
  }

  muted(muted: boolean): void {
    this.toWorklet({ type: 'muted', muted });
  }

  silence(on: boolean): void {
    if (on) this.stopPlaying();
    this.toWorklet({ type: 'silence', on });
  }

  fadeIn(): void {
    this.toWorklet({ type: 'fadeIn' });
  }

  /** Brings back sound that the browser suspended; call from a press where it insists. Waits a second at most: without a press a browser may never answer. */
  async wake(): Promise<void> {
    if (this.context.state === 'running' || this.context.state === 'closed') return;
    const resumed = this.context.resume().catch(() => {});
    await Promise.race([resumed, new Promise((done) => setTimeout(done, 1_000))]);
  }

  async close(): Promise<void> {
    navigator.mediaDevices?.removeEventListener('devicechange', this.devicesChanged);
    this.toWorker({ type: 'close' });
    this.closeMicrophone();
    // The worker says goodbye to the server before it ends.
    await wait(50);
    this.worker.terminate();
    await this.context.close();
  }

  private readonly devicesChanged = () => this.events.devicesChanged();

  private report(report: WorkletReport): void {
    if (report.type === 'probe') {
      // What happened before is in what was measured.
      this.forgetLags();
      this.probes.get(report.id)?.(report.pcm);
      this.probes.delete(report.id);
      return;
    }
    if (report.type === 'hole') {
      this.holeSamples += report.samples;
      this.events.stalled((report.samples * 1_000) / this.context.sampleRate);
      return;
    }
    this.playhead.told(report);
    // The audio thread has no other clock than the time of day, which may be set: here it is seen against one that is not.
    const nowMs = performance.now();
    const lagMs = report.lagMs - (Date.now() - nowMs);
    // While the sound starts its time moves by seconds on a busy machine, and no microphone has given anything that could be later.
    if (!this.microphone.hasSettled(SETTLE_MS)) this.forgetLags();
    const stalledMs = this.stalls.observe(nowMs, lagMs);
    if (stalledMs !== 0) {
      this.drift.stalled(stalledMs);
      this.events.stalled(stalledMs);
    }
    this.lookForDrift(nowMs, lagMs);
    this.events.status(report);
  }

  private lookForDrift(nowMs: number, lagMs: number): void {
    const { givenMs } = this.microphone;
    if (givenMs === undefined) return;
    const driftMs = this.drift.observe(nowMs, lagMs, nowMs - givenMs);
    if (driftMs !== 0) this.events.stalled(driftMs);
  }

  private forgetLags(): void {
    this.stalls.reset();
    this.drift.reset();
  }

  private toWorklet(command: WorkletCommand, transfer: Transferable[] = []): void {
    this.node.port.postMessage(command, transfer);
  }

  private toWorker(command: ToWorker, transfer: Transferable[] = []): void {
    this.worker.postMessage(command, transfer);
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
