// An evening at the desk against a real server, with real sound: a host, two singers in browsers of their own and twenty robots. The host makes a room,
// brings an mp3, writes words with their times, starts with a count-in; each singer sees each line when it reaches him; the host hears one alone, mutes
// one, moves one to the last row, writes to one; a robot that is 60 ms late is named first, is offered the correction after the song, and is in time in
// the next one. The song is recorded, which everybody is told, and all listen to the take together. Nobody's microphone hears a loudspeaker: the two singers have voices of their own, the host keeps silent.
// Ends with 0 (all holds), 1 (something does not), 2 (the machine stood still: says nothing, repeat).
//   node e2e/host.mjs [http://localhost:8080] [--robots 20] [--short] [--cold]
// Needs PulseAudio; four minutes. --short: one song after they have sung in; --cold: they do not sing in, the first song counts.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openAir } from './lib/air.mjs';
import { launch } from './lib/browser.mjs';
import { melodyWav, mp3Of } from './lib/melody.mjs';
import { putAudioFirst } from './lib/priority.mjs';
import { relayTo } from './lib/relay.mjs';
import { buildPage, serve } from './lib/site.mjs';
import { bringUp, COMMAND } from './lib/up.mjs';
import { offset, RATE_HZ, Track, uploaded } from './lib/uploaded.mjs';
import { check, disturbed, finish } from './lib/verdict.mjs';

const { values: options, positionals } = parseArgs({
  options: { robots: { type: 'string', default: '20' }, short: { type: 'boolean', default: false }, cold: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const ROBOTS = Number(options.robots);
const LATE_MS = 60;
const LINE_MAX_MS = 50;
const IN_TIME_MS = 10;
/** From this confidence on the server acts upon what it measured. */
const SURE = 0.8;
const WORDS = 'one\ntwo\nthree\nfour';
const GAP_MS = 1_500;
const BPM = '100';
const SING_IN_MS = 8_000;
const SONG_SECONDS = 90;
const VOICE_SECONDS = 75;
/** Of the take, so much is compared with what each hears, from there on. */
const TAKE_FROM_SECONDS = 6;
const TAKE_SECONDS = 2;
const TAKE_OFF_MAX_MS = 5;
/** More would stop all sound, which goes through this process, for seconds. */
const TAKE_LOOK_SAMPLES = 480;
const SENT_KEPT = 600;
const TAKE_LIKE_MIN = 0.7;
/** The stream of the track in what a page is sent. */
const BACKING = 2;
const NAMES = ['Hanna', 'Maria', 'Paul'];

const dir = mkdtempSync(path.join(tmpdir(), 'brigade-host-'));
const up = positionals[0] ? undefined : await bringUp();
const server = positionals[0] ?? up.url;
const relay = relayTo(server);
const site = await serve(await buildPage('app'), relay.routes);
relay.attach(site.server);
const air = await openAir(NAMES, { hiss: true, apart: true });
const browsers = [];
const robots = [];
const pages = [];
try {
  const made = await (
    await fetch(`${server}/api/rooms`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Desk', listening: 'open' }),
    })
  ).json();
  const tokens = Object.fromEntries(Object.entries(made.links).map(([role, link]) => [role, link.split('#token=')[1]]));
  startRobots(made.room, tokens.singer);
  // Now, not in the song: all sound goes through this process, and stands still while a voice is made (that was 0.7 s of late words).
  for (const name of NAMES.slice(1)) writeFileSync(wavFor(name), melodyWav(VOICE_SECONDS, { song: NAMES.indexOf(name) + 10, voice: 4 }));
  const mp3 = songFile();
  for (const name of NAMES) {
    browsers.push(await launch({ env: air.env(name) }));
    pages.push(await enter(browsers.at(-1), name, made.room, name === 'Hanna' ? tokens.host : tokens.singer));
  }
  const [host, maria, paul] = pages;
  putAudioFirst();
  await host.getByRole('button', { name: 'Open the desk' }).click();
  await host.locator('.desk').waitFor();
  await writeSong(host, mp3);
  await host.getByRole('button', { name: 'Put on: Evening song' }).click();
  for (const singer of [maria, paul]) await singer.getByRole('heading', { name: 'Evening song' }).waitFor();
  check(true, 'the song is on, and the singers have its words');
  await host.waitForFunction((n) => window.session.desk.ids.value.length >= n, NAMES.length + ROBOTS);
  if (!options.cold) await singIn(host, [maria, paul]);
  await record(host, [maria, paul]);
  await begin(host, [maria, paul]);
  await lines({ Maria: maria, Paul: paul });
  await desk(host, maria);
  if (!options.short) await late(host);
  await end(host);
  await listenBack(host, { Maria: maria, Paul: paul });
  if (!options.short) await corrected(host, [maria, paul]);
  await refused(maria);
} catch (error) {
  check(false, String(error).split('\n').slice(0, 3).join(' '));
  for (const [i, page] of pages.entries()) {
    console.log(await wayOf(page, NAMES[i]));
    console.log(await page.evaluate(stateOf));
  }
} finally {
  for (const robot of robots) robot.kill('SIGTERM');
  for (const browser of browsers) await browser.close();
  air.close();
  site.close();
  await up?.close();
  rmSync(dir, { recursive: true, force: true });
}
finish();

/** How long after its clock, and the way of its row, a singer's voice came last, in ms: has to be less than the rows are apart. */
async function wayOf(page, name) {
  const peer = relay.peers.get(name);
  const voice = peer?.voice.at(-1);
  if (!voice) return 'no voice';
  const { clock, nowMs, seat } = await page.evaluate(() => ({
    clock: window.session.serverClock(),
    nowMs: Date.now(),
    seat: window.session.room.value.seat,
  }));
  const cameAt = clock - (nowMs - peer.voiceAtMs) * 48;
  const bucket = voice[5];
  const ms = (cameAt - Number(voice.readBigInt64BE(8)) - bucket * seat.spacingSamples) / 48;
  return `${name}: row ${bucket} (seat ${seat.bucket}), ${ms.toFixed(0)} ms on the way, rows ${(seat.spacingSamples / 48).toFixed(0)} ms apart, last voice ${nowMs - peer.voiceAtMs} ms ago, ${await latencyOf(page)}`;
}

function latencyOf(page) {
  return page.evaluate(() => {
    const { calibration, stalledMs, engine } = window.session;
    return `latency ${(calibration.value.latencySamples / 48).toFixed(0)} ms, ${stalledMs.value.toFixed(0)} ms by stalls, holes of ${engine.holeSamples} samples`;
  });
}

/** In the page: what is known when something came not to be. */
function stateOf() {
  const { room, error, status, desk } = window.session;
  const { marks, song } = room.value ?? {};
  return JSON.stringify({
    marks: marks?.slice(-8),
    song,
    error: error.value,
    clock: status.value?.clock,
    heard: window.session.heardClock(),
    shown: window.shown,
    seat: room.value?.seat,
    margin: status.value?.marginSamples,
    stats: status.value,
    troubles: desk.troubles.value.map(({ id, reason, value }) => [desk.strip(id)?.value.name, reason, value]),
    timing: desk.ids.value.map((id) => [desk.strip(id)?.value.name, desk.figures(id)?.value.timingMs, desk.figures(id)?.value.timing, desk.figures(id)?.value.late]),
  });
}

/** Goes in without the clicks: his microphone hears no loudspeaker. */
async function enter(browser, name, room, token) {
  const page = await (await browser.newContext({ permissions: ['microphone'], viewport: name === 'Hanna' ? { width: 1440, height: 1000 } : { width: 390, height: 844 } })).newPage();
  page.setDefaultTimeout(45_000);
  page.on('pageerror', (error) => check(false, `${name}'s page: ${error.message}`));
  // Files go to the real server: the page itself comes from the test.
  await page.route('**/api/rooms/**', async (route) => {
    const url = new URL(route.request().url());
    await route.continue({ url: `${server}${url.pathname}${url.search}` });
  });
  await page.goto(`${site.url}/app.html?room=${room}#token=${token}`);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Sing', exact: true }).click();
  await page.getByRole('button', { name: 'My headphones are on' }).click();
  await page.evaluate(async () => {
    await window.session.openMicrophone();
    window.session.setByHand(3_000, 0.9);
    window.session.joinRoom();
  });
  await page.waitForFunction(() => window.session.line.value === 'open' && window.session.room.value);
  return page;
}

function wavFor(name) {
  return path.join(dir, `${name}.wav`);
}

/** All but one sing as they should, each with a voice of his own: nobody is to be taken for a loudspeaker. */
function startRobots(room, token) {
  const sing = (name, voices, ...words) => {
    const wavs = voices.map((voice) => {
      const file = path.join(dir, `${voice}.wav`);
      writeFileSync(file, melodyWav(VOICE_SECONDS, { voice }));
      return ['--wav', file];
    });
    const all = ['sing', '--url', server, '--room', room, '--token', token, '--name', name, '--seconds', '600', ...wavs.flat(), ...words];
    robots.push(spawn(COMMAND, all, { stdio: 'ignore' }));
  };
  const well = Array.from({ length: ROBOTS - 1 }, (_, i) => i + 10);
  if (well.length > 0) sing('Robot', well, '--robots', String(well.length));
  if (ROBOTS > 0) sing('Late', [9], '--late-ms', String(LATE_MS), '--accept-corrections');
}

/** The music as the host has it. */
function songFile() {
  const wav = melodyWav(SONG_SECONDS);
  const mp3 = mp3Of(wav, path.join(dir, 'evening.mp3'));
  if (!mp3) console.log('     no ffmpeg here: a WAV in place of the mp3');
  return mp3 ? { name: 'Evening.mp3', mimeType: 'audio/mpeg', buffer: mp3 } : { name: 'Evening.wav', mimeType: 'audio/wav', buffer: wav };
}

/** Title, words, music, tempo and times, as a host would. */
async function writeSong(host, file) {
  await host.getByRole('button', { name: 'Add it' }).click();
  await host.getByLabel('Name', { exact: true }).fill('Evening song');
  await host.locator('#item-lyrics').fill(WORDS);
  await host.locator('input[type=file][accept^=audio]').setInputFiles(file);
  await host.waitForFunction(() => document.querySelector('#item-track')?.value.startsWith('Evening'));
  await host.locator('#tempo-bpm').fill(BPM);
  await host.locator('#item-count-in').fill('4');
  await host.getByRole('button', { name: 'Begin and tap' }).click();
  for (let i = 0; i < 4; i++) {
    await host.waitForTimeout(GAP_MS);
    await host.locator('.timer button.tap').dispatchEvent('pointerdown');
  }
  await host.getByText('4 of 4 lines have a time.').waitFor();
  await host.locator('.timer').getByRole('button', { name: 'Stop' }).click();
  await host.getByRole('button', { name: 'Keep it' }).click();
  await host.getByRole('button', { name: 'Put on: Evening song' }).waitFor();
  check(true, `music (${file.name}), words and times are in the room’s set list`);
}

/** Nobody begins an evening with what counts. Pages, robots and servers have run no song yet: the first one finds how far apart the rows have to be. */
async function singIn(host, singers) {
  await begin(host, singers);
  await host.waitForTimeout(SING_IN_MS);
  await end(host);
}

/** Everybody is told before anything is kept. */
async function record(host, singers) {
  await host.getByRole('button', { name: 'Record the songs' }).click();
  for (const singer of singers) {
    await singer.locator('.note.recording').getByRole('button', { name: 'All right' }).click();
  }
  check(true, 'the songs are recorded, and both singers were told');
}

/** The take is made, put on and played: each hears it at his place, and nobody's microphone is in it. */
async function listenBack(host, singers) {
  await host.getByRole('button', { name: 'Make it: Evening song' }).click();
  await host.getByRole('button', { name: 'Listen together: Evening song' }).click({ timeout: 90_000 });
  await host.getByText('It is on. Take the lead and start').waitFor();
  await host.getByRole('button', { name: 'Take the lead' }).click();
  await host.waitForFunction(() => window.session.room.value.room.trackReady !== false);
  await host.getByRole('button', { name: 'Play it to everybody' }).click();
  await host.getByRole('button', { name: 'End the song' }).waitFor();
  const { startClock } = await host.evaluate(() => window.session.room.value.song);
  const from = startClock + TAKE_FROM_SECONDS * RATE_HZ;
  const samples = TAKE_SECONDS * RATE_HZ;
  const reference = new Track(startClock, await takeSound(host));
  for (const [name, singer] of Object.entries(singers)) {
    await singer.locator('.note', { hasText: 'Your microphone is off meanwhile' }).waitFor();
    await singer.waitForFunction((clock) => window.session.heardClock() >= clock, from + samples + RATE_HZ);
    const { mix, voice } = relay.peers.get(name);
    const lately = mix.slice(-SENT_KEPT);
    const heard = await uploaded(lately, startClock, samples + (TAKE_FROM_SECONDS + 1) * RATE_HZ, BACKING);
    const found = offset(reference, heard, from, samples, -TAKE_LOOK_SAMPLES, TAKE_LOOK_SAMPLES);
    const sent = voice.filter((data) => Number(data.readBigInt64BE(8)) > startClock + RATE_HZ).reduce((sum, data) => sum + data[6], 0) / 50;
    const off = found.samples / 48;
    check(
      found.likeness >= TAKE_LIKE_MIN && Math.abs(off) <= TAKE_OFF_MAX_MS && sent < 1,
      `${name} hears the take: ${off.toFixed(1)} ms off, ${found.likeness.toFixed(2)} alike; ${sent.toFixed(2)} s of voice went out meanwhile`,
    );
  }
  const takes = await host.evaluate(() => window.session.takes.list());
  check(takes.length === 1, `listening made no take of its own: ${takes.map(({ title, state }) => `${title} ${state}`).join(', ')}`);
  // It ends by itself where the take does.
  const stop = host.getByRole('button', { name: 'End the song' });
  if (await stop.isVisible()) await stop.click().catch(() => {});
  await host.waitForFunction(() => window.session.room.value.room.phase !== 'singing');
  await host.getByRole('button', { name: 'Put on: Evening song' }).click();
}

/** The mix as whoever has the link gets it, from its first sample on. */
async function takeSound(host) {
  const links = await host.evaluate(async () => {
    const [take] = await window.session.takes.list();
    return window.session.takes.links(take.take);
  });
  const bytes = Buffer.from(await (await fetch(new URL(links.ogg, server))).arrayBuffer());
  const encoded = await host.evaluate(
    async ([ogg, seconds]) => {
      const raw = Uint8Array.from(atob(ogg), (letter) => letter.charCodeAt(0));
      const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(raw.buffer);
      const part = new Uint8Array(sound.getChannelData(0).slice(0, seconds * 48_000).buffer);
      let text = '';
      for (let i = 0; i < part.length; i += 32_768) text += String.fromCharCode(...part.subarray(i, i + 32_768));
      return btoa(text);
    },
    [bytes.toString('base64'), TAKE_FROM_SECONDS + TAKE_SECONDS + 1],
  );
  const raw = Buffer.from(encoded, 'base64');
  return Float32Array.from({ length: raw.length / 4 }, (_, i) => raw.readFloatLE(4 * i));
}

/** Takes the lead and starts with a count-in, that each singer sees before his first line. */
async function begin(host, singers) {
  await host.getByRole('button', { name: 'Take the lead' }).click();
  await host.getByRole('button', { name: 'Start the song' }).waitFor();
  check(true, `who is ready: ${await host.locator('.ready-line').innerText()}`);
  await host.waitForFunction(() => window.session.room.value.room.trackReady !== false);
  const counted = singers.map((singer) => singer.locator('.count-in').waitFor());
  await host.getByRole('button', { name: 'Start the song' }).click();
  await host.getByRole('button', { name: 'End the song' }).waitFor();
  for (const name of NAMES.slice(1)) air.voice(name, wavFor(name));
  for (const singer of singers) await singer.evaluate(() => {
      window.stood.ms = 0;
      window.jumps.length = 0;
    });
  await Promise.all(counted);
  check(true, 'the song began, and both singers were counted in');
}

async function lines(singers) {
  for (const [name, singer] of Object.entries(singers)) {
    // Of this song: the last line of the one before stands until he hears this one begin.
    const shown = await (
      await singer.waitForFunction(
        (n) => {
          const of = window.shown.filter(({ clock }) => clock >= window.session.room.value.song.startClock);
          return of.length >= n && of;
        },
        WORDS.split('\n').length,
        { timeout: 60_000 },
      )
    ).jsonValue();
    const late = shown.filter(({ lateMs }) => Math.abs(lateMs) > LINE_MAX_MS);
    const why = ({ stoodMs, unheard }) => (stoodMs ? ` (${stoodMs.toFixed(0)} stood still)` : '') + (unheard ? ' (its sample never sounded)' : '');
    const each = shown.map((one) => `${one.line} ${one.lateMs.toFixed(1)} ms${why(one)}`).join(', ');
    // No page can show what it is not let show, nor with a sample that never sounded. Only the time between this very line's sound and its showing
    // counts, by the page's own clock, and what the audio thread told of this very sample.
    const still = late.length > 0 && late.every(({ lateMs, stoodMs, unheard }) => unheard || Math.abs(lateMs) - stoodMs <= LINE_MAX_MS);
    if (still) disturbed();
    const stoodMs = await singer.evaluate(() => window.stood.ms);
    const jumps = (await singer.evaluate(() => window.jumps)).map(({ from, to }) => `${((to - from) / 48).toFixed(0)}`).join(', ');
    check(
      late.length === 0,
      `each line was there with its sound at ${name}: ${each}; its page stood still for ${stoodMs.toFixed(0)} ms at most; its sound left out ${jumps ? `${jumps} ms` : 'nothing'}`,
    );
  }
}

function isSo(host, name, what) {
  return host.waitForFunction(
    ([who, field, value]) => [...window.session.room.value.people.values()].some((p) => p.name === who && p[field] === value),
    [name, ...what],
  );
}

async function desk(host, maria) {
  const search = host.getByLabel('Look for a name');
  await search.fill('Maria');
  await host.locator('.strips').getByRole('button', { name: 'Solo: Maria' }).click();
  await host.locator('.solo-sign').waitFor();
  await isSo(host, 'Maria', ['soloed', true]);
  await host.locator('.solo-sign').getByRole('button', { name: 'Solo off' }).click();
  await isSo(host, 'Maria', ['soloed', false]);
  check(true, 'one is heard alone, with a sign, and not any more');
  await host.locator('.strips').getByRole('button', { name: 'Microphone off: Maria' }).click();
  await isSo(host, 'Maria', ['muted', true]);
  await host.locator('.strips .strip-name', { hasText: 'Maria' }).click();
  await host.locator('#private-action').selectOption('unmute');
  await host.getByRole('button', { name: 'Send privately' }).click();
  await maria.locator('.banner.private').waitFor();
  await maria.locator('.banner.private button').first().click();
  await isSo(host, 'Maria', ['muted', false]);
  check(true, 'a muted singer is asked privately, presses the button, and is heard again');
  const rows = await host.evaluate(() => window.session.room.value.room.rows);
  await search.fill('Robot 1');
  await host.locator('.strips .strip-name', { hasText: 'Robot 1' }).first().click();
  const name = (await host.locator('.person h3, .person h2').first().innerText()).trim();
  await host.locator('#person-row').selectOption(String(rows));
  await isSo(host, name, ['bucket', rows]);
  await search.fill('');
  check(true, `${name} sits in the last row, ${rows}`);
  const figures = await host.evaluate(() => {
    const { desk } = window.session;
    return desk.ids.value.filter((id) => typeof desk.figures(id)?.value.level === 'number').length;
  });
  check(figures >= NAMES.length - 1, `${figures} strips have a level`);
}

/** In the page: what was measured of who is late, once it is sure. */
function timingOf(sure) {
  const { desk } = window.session;
  const id = desk.ids.value.find((one) => desk.strip(one)?.value.name === 'Late');
  const { timing, timingMs } = desk.figures(id)?.value ?? {};
  return (timing ?? 0) >= sure && { timing, timingMs };
}

/** Who is late is named before all others, and offered the correction. */
async function late(host) {
  const { timing, timingMs } = await (await host.waitForFunction(timingOf, SURE, { timeout: 80_000 })).jsonValue();
  check(Math.abs(timingMs - LATE_MS) <= IN_TIME_MS, `${LATE_MS} ms late: measured ${timingMs} ms, ${timing} sure`);
  await host.waitForFunction(rankOfLate, true, { timeout: 20_000 }).catch(() => {});
  const rank = await host.evaluate(rankOfLate, false);
  check(rank.startsWith('1 '), `he is named first: ${rank}`);
  if (!rank.startsWith('1 ')) for (const [i, page] of pages.entries()) console.log(await wayOf(page, NAMES[i]));
  await host.getByLabel('Look for a name').fill('Late');
  await host.locator('.strips .strip-name', { hasText: 'Late' }).click();
  await host.getByRole('button', { name: 'Offer to put the timing right' }).click();
}

/** In the page: where who is late stands, 0 where he is not named; with `first` false before he is that. */
function rankOfLate(first) {
  const { desk } = window.session;
  const id = desk.ids.value.find((one) => desk.strip(one)?.value.name === 'Late');
  const all = desk.troubles.value;
  const at = all.findIndex((trouble) => trouble.id === id && trouble.reason === 'timing');
  const named = all.map((trouble) => `${desk.strip(trouble.id)?.value.name} ${trouble.reason}`);
  if (first && at !== 0) return false;
  return `${at + 1} of ${all.length} in the ranking; all: ${named.join(', ')}`;
}

async function end(host) {
  await host.getByRole('button', { name: 'End the song' }).click();
  // The lead is free again when the last row has finished.
  await host.getByRole('button', { name: 'Take the lead' }).waitFor();
  check(true, 'the host ended it, and the lead is free for the next one');
}

/** Between the songs he was offered it, and said yes; in the next one he is in time. */
async function corrected(host, singers) {
  await host.waitForFunction(() => {
    const { desk } = window.session;
    return desk.ids.value.some((id) => desk.strip(id)?.value.name === 'Late' && desk.strip(id)?.value.correction === 'accepted');
  });
  await host.waitForFunction(() => window.session.room.value.room.item?.kind === 'song');
  await begin(host, singers);
  await host.waitForFunction((sure) => {
    const { desk } = window.session;
    const id = desk.ids.value.find((one) => desk.strip(one)?.value.name === 'Late');
    return (desk.figures(id)?.value.timing ?? 0) < sure;
  }, SURE);
  const { timing, timingMs } = await (await host.waitForFunction(timingOf, SURE, { timeout: 80_000 })).jsonValue();
  check(Math.abs(timingMs) <= IN_TIME_MS, `after he accepted the correction: ${timingMs} ms, ${timing} sure`);
  await end(host);
}

/** The screen of a singer has no desk; the server refuses one all the same. */
async function refused(singer) {
  await singer.evaluate(() => {
    window.session.error.value = undefined;
    window.session.send({ type: 'desk', on: true });
    window.session.send({ type: 'setlist', base: 0, remove: [] });
  });
  await singer.waitForFunction(() => window.session.error.value?.code === 'not-allowed');
  check(true, 'a singer who asks for it all the same is refused');
}
