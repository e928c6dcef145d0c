// One browser, one seat: a stand-in server sends chirps as the leader's stream of bucket 2; the browser's microphone hears its
// own loudspeaker; what it uploads has to land on the leader's chirps. No Java needed. Prints offsets in ms.
import { createDecoder } from 'libopus-wasm';
import { openAir } from './lib/air.mjs';
import { launch } from './lib/browser.mjs';
import { putAudioFirst } from './lib/priority.mjs';
import { buildEnginePage, serve } from './lib/site.mjs';
import { EPOCH, standIn } from './lib/standIn.mjs';
import { offset, Track } from './lib/uploaded.mjs';

const FRAME = 960;
const seconds = Number(process.argv[2] ?? 20);
const forcedLatency = process.argv[3] === undefined ? undefined : Number(process.argv[3]);

const CHIRP = Float32Array.from({ length: 960 }, (_, n) => {
  const t = n / 48_000;
  return 0.25 * Math.sin(2 * Math.PI * (500 * t + (3_000 * t * t) / 0.04)) * Math.sin((Math.PI * n) / 960);
});

/** The leader: a chirp each 700 ms, at a clock that is no multiple of a frame; never silent, as no microphone is. */
const leadAt = (clock) => {
  const since = (clock - EPOCH) % 33_600;
  const hum = 0.003 * Math.sin(clock * 0.05);
  return hum + (since >= 137 && since < 137 + 960 ? CHIRP[since - 137] : 0);
};

const heard = new Map(); // frame number -> samples, as uploaded
let uploads = 0;

const decoder = await createDecoder({ channels: 1 });

function take(data) {
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
const server = standIn({ leadAt, voice: take });
const site = await serve(await buildEnginePage(), server.routes);
server.attach(site.server);

const browser = await launch({ env: air.env('singer') });
let failed = true;
try {
  const page = await browser.newPage();
  page.on('console', (m) => console.log('  page:', m.text()));
  page.on('pageerror', (e) => console.log('  page error:', e.message));
  await page.goto(`${site.url}/engine.html`);
  await page.click('#go');
  await page.waitForFunction(() => window.session.screen.value === 'check', undefined, { timeout: 10_000 });
  await page.evaluate(() => window.session.openMicrophone());
  putAudioFirst();
  const measured = await page.evaluate(async () => {
    if (window.session.microphone.value !== 'open') return { problem: window.session.microphone.value };
    const result = await window.session.measure(0.1);
    window.slip.begin();
    return result;
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
  const status = await page.evaluate(() => ({ ...window.session.status.value, stalledMs: window.session.stalledMs.value, holeSamples: window.session.engine.holeSamples,
    latencySamples: window.session.calibration.value.latencySamples, slipMs: window.slip.ms }));
  console.log('status', status);
  failed = !report();
} finally {
  await browser.close();
  site.close();
  air.close();
}
process.exit(failed ? 1 : 0);

/** Where the uploaded chirps lie against the leader's. */
function report() {
  const clocks = [...heard.keys()];
  const from = clocks.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const to = clocks.reduce((a, b) => Math.max(a, b), 0);
  const pcm = new Float32Array(to - from + 1);
  for (const [clock, x] of heard) pcm[clock - from] = x;
  const track = new Track(from, pcm);
  const lead = new Track(0, CHIRP);
  const offsets = [];
  for (let chirp = EPOCH + 137; chirp + 960 < to; chirp += 33_600) {
    if (chirp < from + 3 * 48_000) continue;
    const around = new Track(0, track.at(chirp - 9_600, 20_160));
    const found = offset(lead, around, 0, 960, 0, 19_200);
    offsets.push({ ms: (found.samples - 9_600) / 48, likeness: found.likeness });
  }
  console.log(`${uploads} uploads, ${offsets.length} chirps`);
  console.log(offsets.map((o) => `${o.ms.toFixed(2)} (${o.likeness.toFixed(3)})`).join('  '));
  const worst = Math.max(...offsets.map((o) => Math.abs(o.ms)));
  console.log(`worst offset ${worst.toFixed(2)} ms`);
  return offsets.length >= 5 && worst < 5;
}
