// Two browser singers and a leader who sings elsewhere: each browser's microphone hears its own loudspeaker, so each sings what
// it hears. Singer 1 hears the leader, singer 2 only singer 1. What each uploads has to lie within 5 ms of what it heard, clean for
// 60 s (--seconds); then both sing by a latency of 0, and that has to be noticed.
//   node e2e/brigade.mjs http://localhost:8080 --room R --token HELPER --leader leader.wav [--chirp 2000] [--seconds 60]
// The leader's file has a chirp each second from that sample on; who starts the leader waits for the line "seated".
// Ends with 0 (holds), 1 (does not), 2 (says nothing, repeat: the machine slipped by 10 ms or more, sound came too late, or in the
// five seconds before each wrong a core let nothing run for 20 ms, lib/standstill.mjs).
import { parseArgs } from 'node:util';
import { openAir } from './lib/air.mjs';
import { launch } from './lib/browser.mjs';
import { putAudioFirst } from './lib/priority.mjs';
import { relayTo } from './lib/relay.mjs';
import { buildEnginePage, serve } from './lib/site.mjs';
import { watchStandstill } from './lib/standstill.mjs';
import { correlation, dropouts, offset, RATE_HZ, readWav, uploaded } from './lib/uploaded.mjs';

const OFFSET_MAX_MS = 5;
const SLIP_MAX_MS = 10;
/** Sound asks for the next piece each 20 ms or so: a core that is away for longer breaks it, or leaves it shifted until the next measurement. */
const STANDSTILL_MIN_MS = 20;
/** From a loudspeaker's buffer to the microphone's: sound of that moment is on its way for so long at most. */
const STANDSTILL_NEAR_MS = 250;
/** What shifts the sound the page has put right by then (StallWatch): what is wrong later has no excuse. */
const PUT_RIGHT_MS = 5_000;
const CORRELATION_MIN = 0.95;

/** The leader's stream, on the wire. */
const LEAD = 1;

const CHIRP_SAMPLES = 960;
const WAIT_MAX_MS = 120_000;

const { values: options, positionals } = parseArgs({
  options: {
    room: { type: 'string', default: 'main' },
    token: { type: 'string', default: '' },
    leader: { type: 'string' },
    chirp: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '60' },
  },
  allowPositionals: true,
});
const server = positionals[0];
if (!server || !options.leader) throw new Error('say where the server is, and what the leader sings (--leader)');

/** Seconds of the song: measured from, to; then the control. */
const FROM = 6;
const TO = FROM + Number(options.seconds);
const CONTROL_FROM = TO + 3;
const CONTROL_TO = CONTROL_FROM + 3;

/** How late a chirp is looked for, in samples. In the control it comes later by two singers' ways; the next one comes after a second. */
const SEARCH_SAMPLES = 0.15 * RATE_HZ;
const CONTROL_SEARCH_SAMPLES = 0.85 * RATE_HZ;

const SINGERS = [
  { name: 'first', seat: 2, faders: { leader: 1, everyone: 0, track: 0 } },
  { name: 'second', seat: 3, faders: { leader: 0, everyone: 1, track: 0 } },
];

const beganMs = performance.now();
const tell = (what) => console.log(`${((performance.now() - beganMs) / 1_000).toFixed(1)} s: ${what}`);
const relay = relayTo(server);
const site = await serve(await buildEnginePage(), relay.routes);
relay.attach(site.server);
const air = await openAir(SINGERS.map((s) => s.name), { hiss: true });
const standstill = watchStandstill();
const browsers = [];
let verdict = 1;
try {
  for (const singer of SINGERS) browsers.push(await launch({ env: air.env(singer.name) }));
  tell('browsers open');
  const pages = await Promise.all(SINGERS.map(async (singer, i) => enter(await browsers[i].newPage(), singer)));
  tell('seated');
  console.log('seated');
  const startClock = await during(pages, () => songStart());
  await during(pages, () => everyone(pages, (page) => hasHeard(page, startClock, FROM)));
  const underrunsBefore = await everyoneOf(pages, () => window.session.status.value.underruns);
  await during(pages, () => everyone(pages, (page) => hasHeard(page, startClock, TO + 1)));
  const slips = await everyoneOf(pages, () => window.slip.ms);
  const corrected = await everyoneOf(pages, () => window.session.calibration.value.latencySamples);
  await everyoneOf(pages, () => window.session.setByHand(0));
  await during(pages, () => everyone(pages, (page) => hasHeard(page, startClock, CONTROL_TO + 2)));
  const holes = await everyoneOf(pages, () => window.session.engine.holeSamples);
  const states = await everyoneOf(pages, () => window.session.status.value);
  // When each hears the song's beginning, by the wall clock.
  const zeroEpochMs = await everyoneOf(pages, () => Date.now() - window.session.status.value.clock / 48);
  const stoodStill = await standstill.end();
  const underruns = states.map((s, i) => s.underruns - underrunsBefore[i]);
  states.forEach((s, i) => {
    console.log(
      `${SINGERS[i].name}: slip ${slips[i].toFixed(1)} ms, latency ${(corrected[i] / 48).toFixed(2)} ms at the end, margin ${(s.marginSamples / 48).toFixed(0)} ms, ${underruns[i]} underruns, ${s.speedPpm.toFixed(0)} ppm, holes of ${holes[i]} samples`,
    );
  });
  tell(`sung; ${stoodStill}`);
  const wrongs = await measure(startClock);
  tell('measured');
  const before = wrongs.map((wrong) => stoodBeforeMs(wrong, zeroEpochMs, stoodStill));
  if (wrongs.length > 0) console.log(`${wrongs.length} wrongs; before each a core stood still for ${before.map((ms) => ms.toFixed(0)).join(' ')} ms`);
  // On a line inside one machine only its own standing still makes sound come too late.
  const slipped = slips.some((ms) => ms >= SLIP_MAX_MS) || underruns.some((n) => n > 0) || before.every((ms) => ms >= STANDSTILL_MIN_MS);
  if (slipped && wrongs.length > 0) console.log('the machine stood still');
  verdict = wrongs.length === 0 ? 0 : slipped ? 2 : 1;
} finally {
  for (const browser of browsers) await browser.close();
  air.close();
  site.close();
}
process.exit(verdict);

/** Through the sound check into the room and its row. */
async function enter(page, singer) {
  page.on('console', (m) => m.type() === 'error' && !m.text().includes('404') && console.log(`  ${singer.name}: ${m.text()}`));
  page.on('pageerror', (e) => console.log(`  ${singer.name}: ${e.message}`));
  await page.goto(`${site.url}/engine.html?room=${options.room}#token=${options.token}`);
  await page.click('#go');
  await page.waitForFunction(() => window.session.screen.value === 'check', undefined, { timeout: 20_000 });
  await page.evaluate(() => window.session.openMicrophone());
  console.log(`${putAudioFirst()} threads of sound go first`);
  const measured = await page.evaluate(async () => {
    if (window.session.microphone.value !== 'open') return { problem: window.session.microphone.value };
    for (let n = 0; n < 4; n++) {
      await new Promise((done) => setTimeout(done, 2_500));
      window.slip.begin();
      const result = await window.session.measure(0.1);
      if (result?.accepted) return result;
    }
    return { problem: 'the clicks are not heard' };
  });
  if (measured.problem) throw new Error(`${singer.name}: ${measured.problem}`);
  console.log(
    `${singer.name}: latency ${(measured.latencySamples / 48).toFixed(2)} ms, spread ${(measured.spreadSamples / 48).toFixed(2)} ms, ${measured.agreeing} of 8 chirps`,
  );
  await page.evaluate(
    ([m, s]) => {
      window.session.name.value = s.name;
      window.session.accept(m);
      window.session.faders.value = s.faders;
      window.session.joinRoom();
    },
    [measured, singer],
  );
  await page.waitForFunction(() => window.session.room.value !== undefined, undefined, { timeout: 20_000 });
  return page;
}

/** Runs `work` until it gives something, and meanwhile keeps everybody asking for his row. */
async function during(pages, work) {
  const untilMs = performance.now() + WAIT_MAX_MS;
  for (;;) {
    for (const [i, page] of pages.entries()) await page.evaluate(sitDown, SINGERS[i].seat);
    const result = await work();
    if (result) return result;
    if (performance.now() > untilMs) throw new Error('waited in vain for the song');
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** In the page: asks for a row and stays in it. */
function sitDown(row) {
  const { session } = window;
  const room = session.room.value;
  if (!room || room.seat.bucket === row || row > (room.room.rows ?? 0)) return;
  session.send({ type: 'seat', who: room.id, bucket: row });
  session.send({ type: 'pin', who: room.id, pinned: true });
}

function songStart() {
  const songs = [...relay.peers.values()].flatMap((p) => p.messages.map((m) => m.message)).filter((m) => m.type === 'song');
  return songs.findLast((m) => m.startClock > 1)?.startClock;
}

async function hasHeard(page, startClock, second) {
  return (await page.evaluate(() => window.session.status.value.clock)) > startClock + second * RATE_HZ;
}

async function everyone(pages, isSo) {
  for (const page of pages) if (!(await isSo(page))) return false;
  return true;
}

function everyoneOf(pages, what) {
  return Promise.all(pages.map((page) => page.evaluate(what)));
}

/** The longest that a core stood still while the sound of a wrong was on its way, or shortly before; 0 for what has no place. */
function stoodBeforeMs({ singers, toClock }, zeroEpochMs, stoodStill) {
  const before = (i) => {
    const epochMs = zeroEpochMs[i] + toClock / 48;
    return stoodStill.longestMs(epochMs - PUT_RIGHT_MS, epochMs + STANDSTILL_NEAR_MS);
  };
  return Math.max(0, ...(singers ?? []).map(before));
}

/** All that is wrong, each with the singers at whom it was and the clock of its end, where it has a place. */
async function measure(startClock) {
  const leader = readWav(options.leader, startClock);
  const samples = (CONTROL_TO + 2) * RATE_HZ;
  const tracks = [leader];
  for (const singer of SINGERS) tracks.push(await uploaded(relay.peers.get(singer.name).voice, startClock, samples));
  const wrongs = [];
  for (const [i, singer] of SINGERS.entries()) {
    const seat = relay.peers.get(singer.name).messages.map((m) => m.message).findLast((m) => m.type === 'seat');
    const right = chirps(leader, tracks[i], tracks[i + 1], startClock, FROM, TO, SEARCH_SAMPLES);
    const control = chirps(leader, tracks[i], tracks[i + 1], startClock, CONTROL_FROM, CONTROL_TO, CONTROL_SEARCH_SAMPLES);
    const forced = Math.min(...control.map(Math.abs));
    const ok = right.every(isInTime);
    const noticed = !(forced <= OFFSET_MAX_MS);
    const against = i === 0 ? 'the leader' : `the ${SINGERS[i - 1].name}`;
    console.log(
      `the ${singer.name} (row ${seat?.bucket}) against ${against}: ${right.length} chirps, ${Math.min(...right).toFixed(2)} to ${Math.max(...right).toFixed(2)} ms ${ok ? 'ok' : 'WRONG'}; ` +
        `control with latency 0: ${Math.min(...control).toFixed(2)} to ${Math.max(...control).toFixed(2)} ms ${noticed ? 'noticed' : 'NOT NOTICED'}`,
    );
    if (!ok) console.log(right.map((ms) => ms.toFixed(1)).join(' '));
    right.forEach((ms, n) => {
      const clock = startClock + (FROM + n) * RATE_HZ + Number(options.chirp);
      if (!isInTime(ms)) wrongs.push({ singers: i === 0 ? [0] : [i - 1, i], toClock: clock + CHIRP_SAMPLES });
    });
    if (!noticed) wrongs.push({});
  }
  const heard = await uploaded(relay.peers.get('first').mix, startClock, samples, LEAD);
  return [...wrongs, ...quality(leader, heard, tracks[1], startClock)];
}

/** False for NaN too: a chirp that is not found. */
function isInTime(ms) {
  return Math.abs(ms) <= OFFSET_MAX_MS;
}

/** Where the chirps of those seconds lie in `sung` against where they lie in `heard`, in ms; NaN where one is not found. */
function chirps(leader, heard, sung, startClock, from, to, searchSamples) {
  const offsets = [];
  for (let second = from; second < to; second++) {
    const clock = startClock + second * RATE_HZ + Number(options.chirp);
    const find = (track) => offset(leader, track, clock, CHIRP_SAMPLES, -0.1 * RATE_HZ, searchSamples);
    const one = heard === leader ? { samples: 0, likeness: 1 } : find(heard);
    const other = find(sung);
    const found = one.likeness > 0.5 && other.likeness > 0.5;
    offsets.push(found ? ((other.samples - one.samples) * 1_000) / RATE_HZ : Number.NaN);
  }
  return offsets;
}

/** What the first sent against what was sent to him: his device and one codec in between. Gives what is wrong, as `measure` does. */
function quality(leader, heard, first, startClock) {
  const seconds = [];
  const gaps = [];
  const all = [];
  for (let second = FROM; second < TO; second++) {
    const clock = startClock + second * RATE_HZ;
    // Where it lies is judged elsewhere: here each second is laid where its own chirp is, and half a sample is not lost.
    const { samples } = offset(leader, first, clock + Number(options.chirp), CHIRP_SAMPLES, -2_400, 2_400);
    const shift = Number.isNaN(samples) ? 0 : samples;
    const wanted = heard.at(clock, RATE_HZ);
    const there = [-1, 0, 1].map((d) => first.at(clock + shift + d, RATE_HZ));
    const likeness = there.map((sung) => correlation(wanted, sung));
    seconds.push(Math.max(...likeness));
    all.push({ sang: leader.at(clock, RATE_HZ), wanted, sung: there[likeness.indexOf(seconds.at(-1))] });
    gaps.push(...dropouts(leader, first, clock, 1, shift).map((at) => second + at));
  }
  const sorted = [...seconds].sort((a, b) => a - b);
  const of = (name) => joined(all.map((s) => s[name]));
  const chain = correlation(of('sang'), of('sung'));
  const wrong = (second) => ({ singers: [0], toClock: startClock + second * RATE_HZ });
  const wrongs = [
    ...gaps.map(wrong),
    ...seconds.flatMap((likeness, n) => (likeness > CORRELATION_MIN ? [] : [wrong(FROM + n + 1)])),
  ];
  const ok = wrongs.length === 0;
  console.log(
    `the first's voice over ${TO - FROM} s: correlation with what was sent to him ${sorted[0].toFixed(3)} at least in each second, ${sorted[sorted.length >> 1].toFixed(3)} median; ` +
      `with what the leader sang, three codecs before, ${chain.toFixed(3)}; ${gaps.length} dropouts ${ok ? 'ok' : 'WRONG'}`,
  );
  if (!ok) console.log(`gaps at ${gaps.join(' ')}; ${seconds.map((c) => c.toFixed(2)).join(' ')}`);
  return wrongs;
}

function joined(parts) {
  const out = new Float32Array(parts.length * RATE_HZ);
  parts.forEach((part, i) => {
    out.set(part, i * RATE_HZ);
  });
  return out;
}
