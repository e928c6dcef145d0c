// A stand-in for the server that speaks enough of stream v2 for one page: what it sends as the leader's stream is a function of the clock,
// and none of the server's own care for ears is in the way.
import { createEncoder } from 'libopus-wasm';
import { WebSocketServer } from 'ws';

const FRAME = 960;
const MESSAGE = 3 * FRAME;
const startMs = performance.now();

/** The first clock there is. */
export const EPOCH = Math.floor((Date.now() * 48) / FRAME) * FRAME;

/** The clock now. */
export const now = () => EPOCH + Math.floor((performance.now() - startMs) * 48);

/**
 * `leadAt(clock)` is what the leader sings; `voice(bytes)` gets what the page sends. Give `routes` to `serve`, then `attach`;
 * `reseat(bucket, delaySamples)` moves who is there.
 */
export function standIn({ leadAt, delaySamples = 48_000, voice = () => {} }) {
  const seat = { bucket: 2, delaySamples, spacingSamples: 24_000, fromClock: 0, why: 'song' };
  const sockets = new Set();
  return {
    routes: {
      '/api/join': (_, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ room: 'main', shard: 1, streamUrl: '/stream', protocol: 2 }));
      },
    },
    attach(httpServer) {
      new WebSocketServer({ server: httpServer, path: '/stream' }).on('connection', (socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        socket.once('message', () => {
          socket.send(JSON.stringify(welcome(seat)));
          void speak(socket, seat, leadAt);
        });
        socket.on('message', (data, binary) => {
          if (binary) return voice(data);
          const message = JSON.parse(data);
          const clockAtReceive = now();
          if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong', t: message.t, clockAtReceive, clockAtSend: now() }));
        });
      });
    },
    reseat(bucket, delay) {
      Object.assign(seat, { bucket, delaySamples: delay, fromClock: now() - delay, why: 'moved' });
      for (const socket of sockets) socket.send(JSON.stringify({ type: 'seat', ...seat }));
    },
  };
}

function welcome(seat) {
  return {
    type: 'welcome', clock: now(), codecDelaySamples: 312, id: '1', role: 'singer', resume: 'r', seat,
    room: { version: 1, phase: 'singing', messageMs: 60 }, song: null, roster: { version: 1, rows: [] },
  };
}

async function speak(socket, seat, leadAt) {
  const encoder = await createEncoder({ channels: 1, frameSize: FRAME, application: 2049, bitrate: 64_000, complexity: 5 });
  let { delaySamples } = seat;
  let next = Math.ceil((now() - delaySamples) / MESSAGE) * MESSAGE;
  const timer = setInterval(() => {
    if (seat.delaySamples !== delaySamples) {
      next += Math.round((delaySamples - seat.delaySamples) / MESSAGE) * MESSAGE;
      ({ delaySamples } = seat);
    }
    for (; now() >= next + MESSAGE + delaySamples; next += MESSAGE) socket.send(mix(encoder, seat.bucket, next, leadAt));
  }, 5);
  socket.on('close', () => clearInterval(timer));
}

function mix(encoder, bucket, clock, leadAt) {
  const packets = [0, 1, 2].map((f) =>
    encoder.encodeFloat(Float32Array.from({ length: FRAME }, (_, i) => leadAt(clock + f * FRAME + i))),
  );
  const bytes = Buffer.alloc(16 + packets.reduce((sum, p) => sum + 2 + p.length, 0));
  bytes.set([2, 1, 0, 0, 1, bucket, 3, 0]);
  bytes.writeBigInt64BE(BigInt(clock), 8);
  let at = 16;
  for (const p of packets) {
    bytes.writeUInt16BE(p.length, at);
    bytes.set(p, at + 2);
    at += 2 + p.length;
  }
  return bytes;
}
