import type { LineState } from '../codec/ports';
import { Backoff } from './backoff';
import type { ClientMessage, Hello, JoinAnswer, ServerMessage } from './control';

/** A server that says nothing for so long is gone: it answers pings at once. */
const SILENCE_MS = 6_000;
const HELLO_REFUSALS = new Set([
  'no-room',
  'full',
  'bad-token',
  'expired',
  'revoked',
  'wrong-password',
  'slow-down',
  'barred',
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
  private wanted = true;
  private resume: string | undefined;
  private refusal: string | undefined;

  constructor(
    private readonly joinUrl: string,
    private readonly hello: Hello,
    private readonly events: LineEvents,
  ) {}

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
    if (this.isOpen && performance.now() - this.lastHeardMs < SILENCE_MS / 2) return;
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
    try {
      const answer = await fetch(this.joinUrl, { cache: 'no-store' });
      if (!this.wanted) return;
      if (answer.status === 404) return this.refuse('no-room');
      if (!answer.ok) throw new Error(`join: ${answer.status}`);
      const join = (await answer.json()) as JoinAnswer;
      if (join.protocol !== 2) return this.refuse('protocol');
      this.connectTo(join.streamUrl);
    } catch {
      this.later();
    }
  }

  private connectTo(streamUrl: string): void {
    const url = new URL(streamUrl, this.joinUrl);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url, 'brigade.v2');
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    socket.onopen = () => {
      this.lastHeardMs = performance.now();
      socket.send(JSON.stringify(this.resume ? { ...this.hello, resume: this.resume } : this.hello));
      this.watch = setInterval(() => this.look(), 1_000);
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
      this.backoff.reset();
      this.events.state('open');
    } else if (message.type === 'bye') {
      this.refusal = message.reason;
    }
    this.events.message(message);
  }

  private look(): void {
    if (performance.now() - this.lastHeardMs > SILENCE_MS) this.lost();
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
