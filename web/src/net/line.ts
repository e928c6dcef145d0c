import type { LineState } from '../codec/ports';
import { Backoff } from './backoff';
import type { ClientMessage, Hello, JoinAnswer, ServerMessage } from './control';
import { isBelievable } from './movedUrl';

/** A server that says nothing for so long is gone: it answers pings at once. */
const SILENCE_MS = 6_000;

/** Nobody waits longer for an answer to `join`, or from there for a welcome: packets that were lost come late or never. */
const ANSWER_MS = 6_000;

/** A wall clock that ran ahead of the monotonic one by so much: the device slept, and the server gave up on the socket. */
const SLEPT_MS = 5_000;
const HELLO_REFUSALS = new Set([
  'no-room',
  'full',
  'bad-token',
  'expired',
  'revoked',
  'wrong-password',
  'slow-down',
  'barred',
  'locked',
  'protocol',
  'removed',
  'replaced',
  'left',
]);

/** Told of what happens on the line. */
export interface LineEvents {
  message(message: ServerMessage): void;
  binary(bytes: Uint8Array): void;
  state(state: LineState, reason?: string): void;
  /** The room is in another house from now on; this line has ended. `resume` is by what that house knows him again. */
  moved(url: string, resume: string | undefined): void;
}

/**
 * The line to the server: joins, says hello, and after a loss comes back by itself with what it was told to resume by.
 * Codec worker; one at a time.
 */
export class Line {
  private socket: WebSocket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watch: ReturnType<typeof setInterval> | undefined;
  private readonly backoff = new Backoff(Math.random);
  private lastHeardMs = 0;
  private welcomed = false;
  private sleptMs = 0;
  /** The attempt that counts; an answer to an older one is for nobody. */
  private attempt = 0;
  private wanted = true;
  private resume: string | undefined;
  private refusal: string | undefined;

  constructor(
    private readonly joinUrl: string,
    private readonly hello: Hello,
    private readonly events: LineEvents,
  ) {
    this.resume = hello.resume;
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Bytes that the browser has not yet sent. */
  get waitingBytes(): number {
    return this.socket?.bufferedAmount ?? 0;
  }

  open(): void {
    this.wanted = true;
    this.events.state('connecting');
    void this.connect();
  }

  /** Tries now instead of later. */
  retry(): void {
    if (!this.wanted) return;
    if (this.isOpen && !this.slept() && performance.now() - this.lastHeardMs < SILENCE_MS / 2) return;
    if (this.welcomed) this.events.state('lost');
    this.drop();
    this.backoff.reset();
    void this.connect();
  }

  send(message: ClientMessage | { type: 'ping'; t: number }): boolean {
    if (!this.isOpen) return false;
    this.socket?.send(JSON.stringify(message));
    return true;
  }

  sendBinary(bytes: Uint8Array<ArrayBuffer>): boolean {
    if (!this.isOpen) return false;
    this.socket?.send(bytes);
    return true;
  }

  close(): void {
    this.send({ type: 'bye' });
    this.wanted = false;
    this.drop();
    this.events.state('closed');
  }

  private async connect(): Promise<void> {
    clearTimeout(this.timer);
    const attempt = ++this.attempt;
    try {
      const answer = await fetch(this.joinUrl, { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MS) });
      const join = answer.ok ? ((await answer.json()) as JoinAnswer) : undefined;
      if (attempt !== this.attempt || !this.wanted) return;
      if (answer.status === 404) return this.refuse('no-room');
      if (!join) throw new Error(`join: ${answer.status}`);
      if (join.protocol !== 2) return this.refuse('protocol');
      this.connectTo(join.streamUrl);
    } catch {
      if (attempt !== this.attempt || !this.wanted) return;
      this.events.state('lost');
      this.later();
    }
  }

  private connectTo(streamUrl: string): void {
    const url = new URL(streamUrl, this.joinUrl);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url, 'brigade.v2');
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    this.welcomed = false;
    this.lastHeardMs = performance.now();
    this.sleptMs = Date.now() - performance.now();
    this.watch = setInterval(() => this.look(), 1_000);
    socket.onopen = () => {
      socket.send(JSON.stringify(this.resume ? { ...this.hello, resume: this.resume } : this.hello));
    };
    socket.onmessage = (event) => this.take(socket, event.data as string | ArrayBuffer);
    socket.onclose = () => {
      if (socket === this.socket) this.lost();
    };
  }

  private take(socket: WebSocket, data: string | ArrayBuffer): void {
    if (socket !== this.socket) return;
    this.lastHeardMs = performance.now();
    if (typeof data !== 'string') {
      this.events.binary(new Uint8Array(data));
      return;
    }
    const message = JSON.parse(data) as ServerMessage;
    if (message.type === 'welcome') {
      this.resume = message.resume;
      this.welcomed = true;
      this.backoff.reset();
      this.events.state('open');
    } else if (message.type === 'bye') {
      this.refusal = message.reason;
    }
    this.events.message(message);
    if (message.type === 'moved' && isBelievable(message.url)) {
      this.wanted = false;
      this.drop();
      this.events.moved(message.url, this.resume);
    }
  }

  private look(): void {
    const silentMs = performance.now() - this.lastHeardMs;
    if (silentMs > (this.welcomed ? SILENCE_MS : ANSWER_MS) || this.slept()) this.lost();
  }

  /** Whether the device slept since the socket was made. Browsers stop the monotonic clock meanwhile. */
  private slept(): boolean {
    return Date.now() - performance.now() - this.sleptMs > SLEPT_MS;
  }

  private lost(): void {
    const reason = this.refusal;
    this.refusal = undefined;
    this.drop();
    if (!this.wanted) return;
    if (reason && HELLO_REFUSALS.has(reason)) {
      this.refuse(reason);
      return;
    }
    this.events.state('lost', reason);
    this.later();
  }

  private refuse(reason: string): void {
    this.wanted = false;
    this.events.state('refused', reason);
  }

  private later(): void {
    clearTimeout(this.timer);
    if (this.wanted) this.timer = setTimeout(() => void this.connect(), this.backoff.next());
  }

  private drop(): void {
    this.attempt++;
    this.welcomed = false;
    clearTimeout(this.timer);
    clearInterval(this.watch);
    const socket = this.socket;
    this.socket = undefined;
    if (socket) {
      socket.onclose = null;
      socket.onmessage = null;
      socket.close();
    }
  }
}
