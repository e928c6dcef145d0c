import type { LineState } from '../codec/ports';
import { Backoff } from './backoff';
import type { ClientMessage, Hello, JoinAnswer, ServerMessage } from './control';
import { isBelievable } from './movedUrl';

/** A server that says nothing for so long is gone: it answers pings at once. */
const SILENCE_MS = 6_000;

/** Nobody waits longer for an answer to `join`, or from there for a welcome: packets that were lost come late or never. */
const ANSWER_MS = 6_000;

/** A second socket that did not come about is tried again, while the first one lives. */
const BESIDE_AGAIN_MS = 300;

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
 * The line to the server: joins, says hello, and after a loss comes back by itself with what it was told to resume by. Asked
 * to reconnect, it says hello on a second socket and goes on with the first until it is welcome there. Codec worker; one at a time.
 */
export class Line {
  private socket: WebSocket | undefined;
  /** The socket that is to replace {@link socket}. */
  private beside: WebSocket | undefined;
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
      const { answer, join } = await this.join();
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

  private async join(): Promise<{ answer: Response; join: JoinAnswer | undefined }> {
    const answer = await fetch(this.joinUrl, { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MS) });
    return { answer, join: answer.ok ? ((await answer.json()) as JoinAnswer) : undefined };
  }

  private connectTo(streamUrl: string): void {
    this.serveBy(this.dial(streamUrl));
  }

  private dial(streamUrl: string): WebSocket {
    const url = new URL(streamUrl, this.joinUrl);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url, 'brigade.v2');
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      socket.send(JSON.stringify(this.resume ? { ...this.hello, resume: this.resume } : this.hello));
    };
    return socket;
  }

  private serveBy(socket: WebSocket): void {
    this.socket = socket;
    this.welcomed = false;
    this.lastHeardMs = performance.now();
    this.sleptMs = Date.now() - performance.now();
    clearInterval(this.watch);
    this.watch = setInterval(() => this.look(), 1_000);
    socket.onmessage = (event) => this.take(socket, event.data as string | ArrayBuffer);
    socket.onclose = () => {
      if (socket === this.socket) this.lost();
    };
  }

  /** A second socket, which serves from its welcome on. */
  private async reconnect(): Promise<void> {
    const { attempt } = this;
    const stillWanted = () => attempt === this.attempt && this.wanted && !this.beside;
    const again = () => {
      this.timer = setTimeout(() => void this.reconnect(), BESIDE_AGAIN_MS);
    };
    try {
      const { join } = await this.join();
      if (!stillWanted()) return;
      if (join?.protocol !== 2) return again();
      const socket = this.dial(join.streamUrl);
      this.beside = socket;
      socket.onmessage = (event) => this.welcomedBeside(socket, event.data as string | ArrayBuffer);
      socket.onclose = () => {
        this.beside = undefined;
        again();
      };
    } catch {
      if (stillWanted()) again();
    }
  }

  private welcomedBeside(socket: WebSocket, data: string | ArrayBuffer): void {
    if (typeof data !== 'string' || (JSON.parse(data) as ServerMessage).type !== 'welcome') return;
    const old = this.socket;
    this.beside = undefined;
    this.refusal = undefined;
    if (old) hangUp(old);
    this.serveBy(socket);
    this.take(socket, data);
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
    } else if (message.type === 'reconnect') {
      if (!this.beside && this.welcomed) void this.reconnect();
      return;
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
    const { beside } = this;
    if (reason === 'replaced' && beside) {
      // By ourselves: the welcome there is on its way.
      this.beside = undefined;
      this.serveBy(beside);
      return;
    }
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
    const { socket, beside } = this;
    this.socket = undefined;
    this.beside = undefined;
    if (socket) hangUp(socket);
    if (beside) hangUp(beside);
  }
}

/** Nothing that it still says is heard. */
function hangUp(socket: WebSocket): void {
  socket.onopen = null;
  socket.onclose = null;
  socket.onmessage = null;
  socket.close();
}
