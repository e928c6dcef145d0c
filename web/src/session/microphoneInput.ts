import { openMicrophone, usesWireless } from './microphone';

/**
 * Sound of the microphone that waits in the browser's own queue. The queue begins empty: whenever a block came late the browser would
 * put a hole into the voice, and all after it would be later for good. With this reserve a block may be late.
 */
const RESERVE_MS = 120;

/** Sound that the context has made since a microphone was opened, until its queue is filled: at first it may stand for seconds. */
const FLOWS_SECONDS = 0.5;

/** A context that does not run by then fills no queue. */
const FLOWS_MAX_MS = 10_000;

/** Told of what becomes of the open microphone. Page thread. */
export interface MicrophoneEvents {
  gone(): void;
  /** The device itself lets nothing through, or does again. */
  hushed(hushed: boolean): void;
  /** Sound flows; the browser reads the device in blocks of so many samples of the context, 0: not known. */
  flows(blockSamples: number): void;
}

/** The microphone before the audio thread: at most one at a time is open. */
export class MicrophoneInput {
  private stream: MediaStream | undefined;
  private source: MediaStreamAudioSourceNode | undefined;
  private reserveMs = 0;
  private sinceMs = 0;
  private flows = false;
  private filled: Promise<void> | undefined;

  constructor(
    private readonly node: AudioNode,
    private readonly events: MicrophoneEvents,
  ) {}

  /** Opens it, in place of one that was open. Throws MicrophoneError. */
  async open(headphones: boolean): Promise<void> {
    this.close();
    const stream = await openMicrophone(headphones);
    const source = new MediaStreamAudioSourceNode(this.node.context as AudioContext, { mediaStream: stream });
    this.stream = stream;
    this.source = source;
    const { track } = this;
    if (track) {
      track.onended = () => {
        if (stream !== this.stream) return;
        this.close();
        this.events.gone();
      };
      track.onmute = () => stream === this.stream && this.events.hushed(true);
      track.onunmute = () => stream === this.stream && this.events.hushed(false);
    }
    source.connect(this.node);
    this.filled = this.fillQueue(source, blockSeconds(track));
  }

  close(): void {
    this.source?.disconnect();
    this.source = undefined;
    this.flows = false;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
  }

  private get track(): MediaStreamTrack | undefined {
    return this.stream?.getAudioTracks()[0];
  }

  get label(): string {
    return this.track?.label ?? '';
  }

  /** Whether its device is still there: not every browser ends the track when it is pulled out. */
  async isListed(): Promise<boolean> {
    const used = this.track?.getSettings().deviceId;
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return devices.some((d) => d.kind === 'audioinput' && (!used || d.deviceId === used));
  }

  /** Wireless sound comes late; the singer is told. */
  async isWireless(): Promise<boolean> {
    return this.stream !== undefined && (await usesWireless(this.stream));
  }

  /** About what waits in the browser's queue. */
  get reserveSeconds(): number {
    return this.reserveMs / 1_000;
  }

  /** How much sound it has given so far; undefined where the browser does not tell (Chromium does). */
  get givenMs(): number | undefined {
    const { stats } = (this.track ?? {}) as { stats?: { deliveredFrames?: number } };
    const frames = stats?.deliveredFrames;
    const rateHz = this.track?.getSettings().sampleRate ?? this.node.context.sampleRate;
    return frames === undefined ? undefined : (frames * 1_000) / rateHz;
  }

  /** Whether it has flowed undisturbed for `ms`. */
  hasSettled(ms: number): boolean {
    return this.flows && performance.now() >= this.sinceMs + ms;
  }

  /** Waits until it has flowed undisturbed for `ms`. */
  async settled(ms: number): Promise<void> {
    await this.filled;
    const left = this.sinceMs + ms - performance.now();
    if (left > 0) await wait(left);
  }

  /** What is not asked for waits: so a reserve comes about. Only where the browser has such a queue. */
  private async fillQueue(source: MediaStreamAudioSourceNode, seconds: number): Promise<void> {
    const { context } = source;
    this.reserveMs = 0;
    if (seconds > 0) {
      const from = context.currentTime;
      const untilMs = performance.now() + FLOWS_MAX_MS;
      const hasBegun = () => context.currentTime >= from + FLOWS_SECONDS && this.givenMs !== 0;
      while (source === this.source && !hasBegun() && performance.now() < untilMs) await wait(20);
      if (source !== this.source) return;
      source.disconnect();
      await wait(RESERVE_MS);
      if (source !== this.source) return;
      source.connect(this.node);
      this.reserveMs = RESERVE_MS;
    }
    this.sinceMs = performance.now();
    this.flows = true;
    this.events.flows(Math.round(seconds * context.sampleRate));
  }
}

/** In what blocks the browser reads a microphone, where it says so (Chromium calls it the latency); 0 where not. */
function blockSeconds(track: MediaStreamTrack | undefined): number {
  const { latency } = (track?.getSettings() ?? {}) as { latency?: number };
  return latency ?? 0;
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
