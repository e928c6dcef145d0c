// One browser, one seat: a stand-in server sends chirps as the leader's stream of bucket 2; the browser's microphone hears its
// own loudspeaker; what it uploads has to land on the leader's chirps. No Java needed. Prints offsets in ms.
import { WebSocketServer } from 'ws';
import { createDecoder, createEncoder } from 'libopus-wasm';
import { openAir } from './lib/air.mjs';
import { launch } from './lib/browser.mjs';
import { buildEnginePage, serve } from './lib/site.mjs';

const FRAME = 960;
const DELAY = 48_000;
const seconds = Number(process.argv[2] ?? 20);
const forcedLatency = process.argv[3] === undefined ? undefined : Number(process.argv[3]);

const CHIRP = Float32Array.from({ length: 960 }, (_, n) => {
  const t = n / 48_000;
  return 0.25 * Math.sin(2 * Math.PI * (500 * t + (3_000 * t * t) / 0.04)) * Math.sin((Math.PI * n) / 960);
});

const startMs = performance.now();
const EPOCH = Math.floor((Date.now() * 48) / FRAME) * FRAME;
const now = () => EPOCH + Math.floor((performance.now() - startMs) * 48);

/** The leader: a chirp each 700 ms, at a clock that is no multiple of a frame. */
const leadAt = (clock) => {
  const since = (clock - EPOCH) % 33_600;
  return since >= 137 && since < 137 + 960 ? CHIRP[since - 137] : 0;
};

const heard = new Map(); // frame number -> samples, as uploaded
let uploads = 0;

async function speak(socket) {
  const encoder = await createEncoder({ channels: 1, frameSize: FRAME, application: 2049, bitrate: 64_000, complexity: 5 });
  const decoder = await createDecoder({ channels: 1 });
  let next = Math.ceil((now() - DELAY) / (3 * FRAME)) * 3 * FRAME;
  const timer = setInterval(() => {
    while (now() >= next + 3 * FRAME + DELAY) {
      const packets = [0, 1, 2].map((f) =>
        encoder.encodeFloat(Float32Array.from({ length: FRAME }, (_, i) => leadAt(next + f * FRAME + i))),
      );
      const bytes = Buffer.alloc(16 + packets.reduce((sum, p) => sum + 2 + p.length, 0));
      bytes.set([2, 1, 0, 0, 1, 2, 3, 0]);
      bytes.writeBigInt64BE(BigInt(next), 8);
      let at = 16;
      for (const p of packets) {
        bytes.writeUInt16BE(p.length, at);
        bytes.set(p, at + 2);
        at += 2 + p.length;
      }
      socket.send(bytes);
      next += 3 * FRAME;
    }
  }, 5);
  socket.on('message', (data, binary) => {
    if (binary) return take(data, decoder);
    const message = JSON.parse(data);
    const received = now();
    if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong', t: message.t, clockAtReceive: received, clockAtSend: now() }));
  });
  socket.on('close', () => clearInterval(timer));
}

function take(data, decoder) {
  uploads++;
  const clock = Number(data.readBigInt64BE(8));
  let at = 16;
  for (let p = 0; p < data[6]; p++) {
    const length = data.readUInt16BE(at);
    const pcm = decoder.decodeFloat(data.subarray(at + 2, at + 2 + length));
    pcm.forEach((x, i) => heard.set(clock - 312 + p * FRAME + i, x));
    at += 2 + length;
  }
}

const air = await openAir(['singer']);
const site = await serve(await buildEnginePage(), {
  '/api/join': (_, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ room: 'main', shard: 1, streamUrl: '/stream', protocol: 2 }));
  },
});
new WebSocketServer({ server: site.server, path: '/stream' }).on('connection', (socket) => {
  socket.once('message', () => {
    const seat = { bucket: 2, delaySamples: DELAY, spacingSamples: DELAY / 2, fromClock: 0, why: 'song' };
    socket.send(
      JSON.stringify({
        type: 'welcome', clock: now(), codecDelaySamples: 312, id: '1', role: 'singer', resume: 'r', seat,
        room: { version: 1, phase: 'singing', messageMs: 60 }, song: null, roster: { version: 1, rows: [] },
      }),
    );
    void speak(socket);
  });
});

const browser = await launch({ env: air.env('singer') });
let failed = true;
try {
  const page = await browser.newPage();
  page.on('console', (m) => console.log('  page:', m.text()));
  page.on('pageerror', (e) => console.log('  page error:', e.message));
  await page.goto(`${site.url}/engine.html`);
  await page.click('#go');
  await page.waitForFunction(() => window.session.screen.value === 'check', undefined, { timeout: 10_000 });
  const measured = await page.evaluate(async () => {
    if (!(await window.session.openMicrophone())) return { problem: window.session.microphone.value };
    return window.session.measure(0.1);
  });
  console.log('calibration', measured);
  await page.evaluate(
    ([m, forced]) => {
      window.session.accept(forced === undefined ? m : { ...m, latencySamples: forced });
      window.session.joinRoom();
    },
    [measured, forcedLatency],
  );
  await new Promise((done) => setTimeout(done, seconds * 1_000));
  const status = await page.evaluate(() => ({ ...window.session.status.value, stalledMs: window.session.stalledMs.value }));
  console.log('status', status);
  failed = !report();
} finally {
  await browser.close();
  site.close();
  site.server.closeAllConnections();
  air.close();
}
process.exit(failed ? 1 : 0);

/** Where the uploaded chirps lie against the leader's. */
function report() {
  const clocks = [...heard.keys()];
  const from = clocks.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const to = clocks.reduce((a, b) => Math.max(a, b), 0);
  const offsets = [];
  for (let chirp = EPOCH + 137; chirp + 960 < to; chirp += 33_600) {
    if (chirp < from + 3 * 48_000) continue;
    let best = 0;
    let bestAt = Number.NaN;
    let energy = 0;
    for (let shift = -9_600; shift <= 9_600; shift++) {
      let sum = 0;
      for (let i = 0; i < 960; i++) sum += CHIRP[i] * (heard.get(chirp + shift + i) ?? 0);
      if (Math.abs(sum) > best) {
        best = Math.abs(sum);
        bestAt = shift;
        energy = 0;
        for (let i = 0; i < 960; i++) energy += (heard.get(chirp + shift + i) ?? 0) ** 2;
      }
    }
    const chirpEnergy = CHIRP.reduce((sum, x) => sum + x * x, 0);
    offsets.push({ ms: bestAt / 48, likeness: best / Math.sqrt(energy * chirpEnergy || 1) });
  }
  console.log(`${uploads} uploads, ${offsets.length} chirps`);
  console.log(offsets.map((o) => `${o.ms.toFixed(2)} (${o.likeness.toFixed(3)})`).join('  '));
  const worst = Math.max(...offsets.map((o) => Math.abs(o.ms)));
  console.log(`worst offset ${worst.toFixed(2)} ms`);
  return offsets.length >= 5 && worst < 5;
}
