import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Hello, ServerMessage } from './control';
import { Line } from './line';

/** What the page opened, in order. */
let sockets: FakeSocket[] = [];

class FakeSocket {
  static readonly OPEN = 1;
  readyState = 0;
  binaryType = '';
  bufferedAmount = 0;
  readonly sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor() {
    sockets.push(this);
  }

  send(data: string): void {
    this.sent.push(data);
  }

  close(): void {
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  breakOff(): void {
    this.readyState = 3;
    this.onclose?.();
  }
}

const HELLO: Hello = {
  type: 'hello',
  protocol: 2,
  room: 'main',
  name: 'Ada',
  mode: 'sing',
  device: 'a-random-key',
};

function socket(number: number): FakeSocket {
  const found = sockets[number];
  if (!found) throw new Error(`there are ${sockets.length} sockets`);
  return found;
}

async function settle(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

describe('a line whose shard asks it to reconnect', () => {
  const states: string[] = [];
  const messages: string[] = [];
  let joins: (() => Response)[] = [];
  let line: Line;

  beforeEach(async () => {
    vi.useFakeTimers();
    sockets = [];
    states.length = 0;
    messages.length = 0;
    joins = [];
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.stubGlobal('fetch', async () => {
      const answer = joins.shift();
      return answer ? answer() : Response.json({ room: 'main', shard: 1, streamUrl: '/s', protocol: 2 });
    });
    line = new Line('http://localhost/api/join?room=main', HELLO, {
      message: (message: ServerMessage) => messages.push(message.type),
      binary: () => undefined,
      state: (state) => states.push(state),
      moved: () => undefined,
    });
    line.open();
    await settle();
    socket(0).open();
    socket(0).say({ type: 'welcome', resume: 'r1' });
  });

  afterEach(() => {
    line.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('goes on with the old socket until it is welcome on the new one', async () => {
    socket(0).say({ type: 'reconnect' });
    await settle();
    socket(1).open();
    expect(JSON.parse(socket(1).sent[0] ?? '')).toMatchObject({ type: 'hello', resume: 'r1' });
    line.send({ type: 'ping', t: 1 });
    expect(socket(0).sent).toHaveLength(2);
    socket(1).say({ type: 'roster' });
    expect(messages).toEqual(['welcome']);

    socket(1).say({ type: 'welcome', resume: 'r2' });
    line.send({ type: 'ping', t: 2 });
    expect(socket(1).sent).toHaveLength(2);
    expect(socket(0).readyState).toBe(3);
    socket(0).breakOff();
    expect(states).toEqual(['connecting', 'open', 'open']);
    expect(messages).toEqual(['welcome', 'welcome']);
  });

  it('hears that it was replaced before it is welcome', async () => {
    socket(0).say({ type: 'reconnect' });
    await settle();
    socket(1).open();
    socket(0).say({ type: 'bye', reason: 'replaced' });
    socket(0).breakOff();
    socket(1).say({ type: 'welcome', resume: 'r2' });
    expect(line.isOpen).toBe(true);
    expect(states).toEqual(['connecting', 'open', 'open']);
    await settle(2_000);
    expect(sockets).toHaveLength(2);
  });

  it('tries again while nobody takes it elsewhere', async () => {
    joins.push(() => new Response('no shard is ready', { status: 503 }));
    socket(0).say({ type: 'reconnect' });
    await settle();
    expect(sockets).toHaveLength(1);
    await settle(300);
    socket(1).breakOff();
    await settle(300);
    socket(2).open();
    socket(2).say({ type: 'welcome', resume: 'r2' });
    expect(line.isOpen).toBe(true);
    expect(states).toEqual(['connecting', 'open', 'open']);
  });

  it('comes back as after any loss when the old socket breaks first', async () => {
    socket(0).say({ type: 'reconnect' });
    await settle();
    socket(1).open();
    socket(0).breakOff();
    expect(states.at(-1)).toBe('lost');
    expect(socket(1).readyState).toBe(3);
    await settle(300);
    socket(2).open();
    socket(2).say({ type: 'welcome', resume: 'r2' });
    expect(states.at(-1)).toBe('open');
    await settle(2_000);
    expect(sockets).toHaveLength(3);
  });
});
