import type { FromWorklet, ToWorklet } from '../audio/ports';
import { ClockSync } from '../net/clockSync';
import type { Hello, ServerMessage } from '../net/control';
import { Line } from '../net/line';
import { Kind, MessageError, readMessage, StreamId, writeMessage } from '../net/streamMessage';
import { type Copy, CopyWatch } from './copyWatch';
import { Echo } from './echo';
import { MixReceiver } from './mixReceiver';
import { libopus } from './opus';
import type { FromWorker, ToWorker } from './ports';
import { VoiceSender } from './voiceSender';

/** More than this in the browser's own queue: the line is too slow, old voice helps nobody. */
const WAITING_MAX_BYTES = 64 * 1024;

/** Voice that was sung while the line was away, sent afterwards for the recording: 10 s. */
const KEPT_MESSAGES = 170;
const PING_FAST_MS = 100;
const PING_SLOW_MS = 2_000;
const FAST_PINGS = 8;

/**
 * The codec worker: the line to the server, Opus both ways, and a direct port to the audio thread. The page only sees
 * control messages.
 */
class Engine {
  private line: Line | undefined;
  private echo: Echo | undefined;
  private worklet: MessagePort | undefined;
  private receiver: MixReceiver | undefined;
  private sender: VoiceSender | undefined;
  private talkSender: VoiceSender | undefined;
  private readonly clock = new ClockSync();
  private readonly copies = new CopyWatch();
  private toldCopy: Copy = 'none';
  private readonly delays = new Map<number, number>();
  private readonly kept: Uint8Array<ArrayBuffer>[] = [];
  private codecDelaySamples = 312;
  private messageFrames = 3;
  private pings = 0;
  private pingTimer: ReturnType<typeof setTimeout> | undefined;

  async command(command: ToWorker): Promise<void> {
    switch (command.type) {
      case 'worklet':
        this.worklet = command.port;
        command.port.onmessage = (event: MessageEvent<FromWorklet>) => this.fromWorklet(event.data);
        break;
      case 'connect':
        await this.connect(command.joinUrl, command.hello);
        break;
      case 'send':
        this.line?.send(command.message);
        break;
      case 'retry':
        this.line?.retry();
        break;
      case 'echo':
        this.echo?.close();
        this.echo = await Echo.open(libopus, command.joinUrl, command.hello, () =>
          post({ type: 'echoSeated' }),
        );
        break;
      case 'echoEnd':
        if (this.echo) post({ type: 'echo', ...this.echo.close() });
        this.echo = undefined;
        break;
      case 'hangUp':
        this.line?.close();
        this.line = undefined;
        this.kept.length = 0;
        break;
      case 'close':
        this.echo?.close();
        clearTimeout(this.pingTimer);
        this.line?.close();
        this.line = undefined;
        break;
    }
  }

  private async connect(joinUrl: string, hello: Hello): Promise<void> {
    this.line?.close();
    this.receiver ??= await MixReceiver.create(libopus);
    this.sender ??= new VoiceSender(await libopus.encoder(), (bucket, clock, packets) =>
      this.sendVoice(bucket, clock, packets),
    );
    this.talkSender ??= new VoiceSender(await libopus.encoder(), (_, clock, packets) =>
      this.sendTalk(clock, packets),
    );
    this.line = new Line(joinUrl, hello, {
      message: (message) => this.received(message),
      binary: (bytes) => this.binary(bytes),
      state: (state, reason) => post({ type: 'line', state, ...(reason ? { reason } : {}) }),
      moved: (url, resume) => post({ type: 'moved', url, ...(resume ? { resume } : {}) }),
    });
    this.line.open();
  }

  private received(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        this.codecDelaySamples = message.codecDelaySamples;
        this.delays.set(message.seat.bucket, message.seat.delaySamples);
        this.setInterval(message.room.messageMs);
        this.sendKept();
        this.clock.reset();
        this.pings = 0;
        this.ping();
        break;
      case 'seat':
        this.delays.set(message.bucket, message.delaySamples);
        break;
      case 'room':
        this.setInterval(message.messageMs);
        break;
      case 'pong': {
        const now = localMs();
        this.clock.add(message.t, now, (message.clockAtReceive + message.clockAtSend) / 2);
        const { offsetSamples, rttMs } = this.clock;
        if (offsetSamples !== undefined && rttMs !== undefined) post({ type: 'clock', offsetSamples, rttMs });
        return;
      }
    }
    post({ type: 'message', message });
  }

  /** A part of the comparison each second: none takes long enough to delay a packet. */
  lookForCopies(): void {
    if (!this.copies.look() || this.copies.copy === this.toldCopy) return;
    this.toldCopy = this.copies.copy;
    post({ type: 'copy', copy: this.toldCopy });
  }

  private setInterval(messageMs: number | undefined): void {
    if (messageMs === undefined) return;
    this.messageFrames = Math.max(1, Math.min(10, Math.round(messageMs / 20)));
    if (this.sender) this.sender.messageFrames = this.messageFrames;
    if (this.talkSender) this.talkSender.messageFrames = Math.min(3, this.messageFrames);
  }

  private ping(): void {
    clearTimeout(this.pingTimer);
    this.line?.send({ type: 'ping', t: localMs() });
    this.pings++;
    this.pingTimer = setTimeout(() => this.ping(), this.pings < FAST_PINGS ? PING_FAST_MS : PING_SLOW_MS);
  }

  private binary(bytes: Uint8Array): void {
    const { receiver } = this;
    if (!receiver) return;
    try {
      const message = readMessage(bytes);
      if (message.kind === Kind.MIX) {
        const mix = receiver.mix(message.sections, this.codecDelaySamples);
        if (mix) {
          if (mix.samples > 0) this.copies.sent(mix.clock, mix.samples, mix.streams.length, mix.pcm);
          const delaySamples = this.delays.get(mix.bucket) ?? 0;
          this.toWorklet({ type: 'frames', delaySamples, ...mix }, mix.pcm);
        }
      } else if (message.kind === Kind.TALK) {
        for (const section of message.sections) {
          const pcm = receiver.talk(section);
          this.toWorklet({ type: 'talk', talker: section.stream - StreamId.TALKER, pcm }, pcm);
        }
      }
    } catch (e) {
      if (!(e instanceof MessageError)) throw e;
      console.warn('a message of the server was left out:', e.message);
    }
  }

  private fromWorklet(message: FromWorklet): void {
    switch (message.type) {
      case 'voice':
        this.copies.sung(message.clock, message.pcm);
        this.sender?.frame(message.clock, message.bucket, message.pcm);
        this.toWorklet({ type: 'recycle', pcm: message.pcm }, message.pcm);
        break;
      case 'talkVoice':
        this.talkSender?.frame(message.clock, 0, message.pcm);
        this.toWorklet({ type: 'recycle', pcm: message.pcm }, message.pcm);
        break;
      case 'voiceEnd':
        this.sender?.interrupt();
        this.talkSender?.interrupt();
        break;
      case 'recycle':
        this.receiver?.recycle(message.pcm);
        break;
    }
  }

  private sendVoice(bucket: number, clock: number, packets: Uint8Array[]): void {
    const bytes = writeMessage({
      kind: Kind.VOICE,
      sections: [{ stream: StreamId.VOICE, bucket, flags: 0, clock, packets }],
    });
    if (this.line?.isOpen && this.line.waitingBytes < WAITING_MAX_BYTES) {
      this.line.sendBinary(bytes);
    } else if (!this.line?.isOpen) {
      this.kept.push(bytes);
      if (this.kept.length > KEPT_MESSAGES) this.kept.shift();
    }
  }

  private sendTalk(clock: number, packets: Uint8Array[]): void {
    if (packets.length === 0 || !this.line?.isOpen || this.line.waitingBytes > WAITING_MAX_BYTES) return;
    this.line.sendBinary(
      writeMessage({
        kind: Kind.TALK,
        sections: [{ stream: StreamId.TALKER, bucket: 0, flags: 0, clock: Math.max(0, clock), packets }],
      }),
    );
  }

  private sendKept(): void {
    for (const bytes of this.kept) this.line?.sendBinary(bytes);
    this.kept.length = 0;
  }

  private toWorklet(message: ToWorklet, buffer: Float32Array): void {
    this.worklet?.postMessage(message, [buffer.buffer]);
  }
}

/** One clock for this worker and the page: both count from the same beginning of the epoch, monotonically. */
function localMs(): number {
  return performance.timeOrigin + performance.now();
}

function post(message: FromWorker): void {
  self.postMessage(message);
}

const engine = new Engine();
setInterval(() => engine.lookForCopies(), 1_000);
self.onmessage = (event: MessageEvent<ToWorker>) => void engine.command(event.data);
