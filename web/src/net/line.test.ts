import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Hello } from './control';
import { Line, type LineEvents } from './line';

/** A socket whose other end is the test. */
class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 1;
  readonly sent: string[] = [];
  onopen?: () => void;
  onmessage?: ((event: { data: string }) => void) | null;
  onclose?: (() => void) | null;

  constructor(readonly url: URL) {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.readyState = 3;
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

const HELLO: Hello = { type: 'hello', protocol: 2, room: 'choir', name: 'Maria', mode: 'sing' };

/** A line that is welcome, and what it tells. */
async function welcomed(hello: Hello = HELLO) {
  const told: string[] = [];
  const events: LineEvents = {
    message: (message) => told.push(message.type),
    binary: () => {},
    state: (state) => told.push(state),
    moved: (url, resume) => told.push(`moved ${url} ${resume}`),
  };
  const line = new Line('https://here.example/api/join?room=choir', hello, events);
  line.open();
  await vi.waitFor(() => expect(FakeSocket.all.length).toBe(1));
  const socket = FakeSocket.all[0] as FakeSocket;
  socket.onopen?.();
  socket.say({ type: 'welcome', resume: 'R' });
  return { line, socket, told };
}

beforeEach(() => {
  FakeSocket.all = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', async () => ({
    ok: true,
    status: 200,
    json: async () => ({ room: 'choir', shard: 1, streamUrl: '/api/01/stream', protocol: 2 }),
  }));
});
afterEach(() => vi.unstubAllGlobals());

describe('the line, when the room moves', () => {
  it('ends here and says where, and by what he is known there', async () => {
    const { line, socket, told } = await welcomed();
    socket.say({ type: 'moved', url: 'https://there.example' });
    expect(told).toContain('moved https://there.example R');
    expect(line.isOpen).toBe(false);
    line.retry();
    expect(FakeSocket.all.length).toBe(1);
  });

  it('believes no address without https', async () => {
    const { line, socket, told } = await welcomed();
    socket.say({ type: 'moved', url: 'http://there.example' });
    expect(told.some((word) => word.startsWith('moved '))).toBe(false);
    expect(line.isOpen).toBe(true);
    line.close();
  });

  it('takes up the place that he had in the other house', async () => {
    const { line, socket } = await welcomed({ ...HELLO, resume: 'from there' });
    expect(JSON.parse(socket.sent[0] ?? '{}').resume).toBe('from there');
    line.close();
  });
});
