// An evening at the desk against a real server, in two real browsers: a host makes a room, brings music, writes words with their times, starts with
// a count-in; a singer sees each line when it reaches him; the host hears one alone, mutes one, moves one to the last row, writes to one, ends.
// The microphones are Chromium's made-up ones: what is looked at here are the desk and the clocks, not the voices.
//   node e2e/host.mjs [http://localhost:8080] [--robots 3]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from './lib/browser.mjs';
import { relayTo } from './lib/relay.mjs';
import { buildPage, serve } from './lib/site.mjs';
import { bringUp, COMMAND } from './lib/up.mjs';

const { values: options, positionals } = parseArgs({
  options: { robots: { type: 'string', default: '3' } },
  allowPositionals: true,
});
const LINE_MAX_MS = 50;
const WORDS = 'one\ntwo\nthree\nfour';
const GAP_MS = 1_500;

const dir = mkdtempSync(path.join(tmpdir(), 'brigade-host-'));
const up = positionals[0] ? undefined : await bringUp();
const server = positionals[0] ?? up.url;
const relay = relayTo(server);
const site = await serve(await buildPage('app'), relay.routes);
relay.attach(site.server);
const browser = await launch({ args: ['--use-fake-device-for-media-stream'] });
const robots = [];
let failed = false;
try {
  const made = await (
    await fetch(`${server}/api/rooms`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Desk', listening: 'open' }),
    })
  ).json();
  const tokens = Object.fromEntries(Object.entries(made.links).map(([role, link]) => [role, link.split('#token=')[1]]));
  const host = await enter('Hanna', made.room, tokens.host);
  const singer = await enter('Maria', made.room, tokens.singer);
  startRobots(made.room, tokens.singer, Number(options.robots));
  await host.getByRole('button', { name: 'Open the desk' }).click();
  await host.locator('.desk').waitFor();
  await writeSong(host);
  await host.getByRole('button', { name: 'Put on: Evening song' }).click();
  await singer.getByRole('heading', { name: 'Evening song' }).waitFor();
  check(true, 'the song is on, and the singer has its words');
  await host.waitForFunction((n) => window.session.desk.ids.value.length >= n, 2 + Number(options.robots));
  await host.getByRole('button', { name: 'Take the lead' }).click();
  await host.getByRole('button', { name: 'Start the song' }).waitFor();
  check(true, `who is ready: ${await host.locator('.ready-line').innerText()}`);
  await host.waitForFunction(() => window.session.room.value.room.trackReady !== false);
  await host.getByRole('button', { name: 'Start the song' }).click();
  await host.getByRole('button', { name: 'End the song' }).waitFor();
  check(true, 'the song began');
  await lines(singer);
  await desk(host, singer);
  await host.getByRole('button', { name: 'End the song' }).click();
  // The lead is free again when the last row has finished.
  await host.getByRole('button', { name: 'Take the lead' }).waitFor();
  check(true, 'the host ended it, and the lead is free for the next one');
  await refused(singer);
} catch (error) {
  check(false, String(error).split('\n').slice(0, 3).join(' '));
  for (const context of browser.contexts()) {
    for (const page of context.pages()) {
      console.log(await page.evaluate(() => {
        const { room, error, status } = window.session;
        const { marks, song } = room.value ?? {};
        return JSON.stringify({ marks: marks?.slice(-8), song, error: error.value, clock: status.value?.clock, heard: window.session.heardClock(), shown: window.shown });
      }));
    }
  }
} finally {
  for (const robot of robots) robot.kill('SIGTERM');
  await browser.close();
  site.close();
  site.server.closeAllConnections();
  await up?.close();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

function check(good, what) {
  console.log(`${good ? 'ok  ' : 'BAD '} ${what}`);
  failed ||= !good;
}

/** Goes in without a sound check: the made-up microphone hears no loudspeaker. */
async function enter(name, room, token) {
  const page = await (await browser.newContext({ permissions: ['microphone'], viewport: { width: 1440, height: 1000 } })).newPage();
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

function startRobots(room, token, count) {
  const wav = path.join(dir, 'tune.wav');
  writeFileSync(wav, tune(20));
  for (let i = 0; i < count; i++) {
    robots.push(
      spawn(COMMAND, ['sing', '--url', server, '--room', room, '--token', token, '--wav', wav, '--name', `Robot ${i + 1}`, '--wait', '120'], {
        stdio: 'ignore',
      }),
    );
  }
}

/** Title, words, music and times, as a host would; the times by the buttons of each line, since nothing plays to tap to in a test. */
async function writeSong(host) {
  await host.getByRole('button', { name: 'Add it' }).click();
  await host.getByLabel('Name', { exact: true }).fill('Evening song');
  await host.locator('#item-lyrics').fill(WORDS);
  await host.locator('input[type=file][accept^=audio]').setInputFiles({ name: 'Evening.wav', mimeType: 'audio/wav', buffer: tune(30) });
  await host.waitForFunction(() => document.querySelector('#item-track')?.value.startsWith('Evening'));
  await host.getByRole('button', { name: 'Begin and tap' }).click();
  for (let i = 0; i < 4; i++) {
    await host.waitForTimeout(GAP_MS);
    await host.locator('.timer button.tap').dispatchEvent('pointerdown');
  }
  await host.getByText('4 of 4 lines have a time.').waitFor();
  await host.locator('.timer').getByRole('button', { name: 'Stop' }).click();
  await host.getByRole('button', { name: 'Keep it' }).click();
  await host.getByRole('button', { name: 'Put on: Evening song' }).waitFor();
  check(true, 'music, words and times are in the room’s set list');
}

async function lines(singer) {
  await singer.waitForFunction((n) => window.shown.length >= n, WORDS.split('\n').length, { timeout: 60_000 });
  const shown = await singer.evaluate(() => window.shown);
  const worst = Math.max(...shown.map(({ lateMs }) => Math.abs(lateMs)));
  check(worst <= LINE_MAX_MS, `each line was there with its sound: ${shown.map(({ line, lateMs }) => `${line} ${lateMs.toFixed(1)} ms`).join(', ')}`);
}

async function desk(host, singer) {
  await host.locator('.strips').getByRole('button', { name: 'Solo: Maria' }).click();
  await host.locator('.solo-sign').waitFor();
  await host.waitForFunction(() => [...window.session.room.value.people.values()].some((p) => p.name === 'Maria' && p.soloed));
  await host.locator('.solo-sign').getByRole('button', { name: 'Solo off' }).click();
  await host.waitForFunction(() => ![...window.session.room.value.people.values()].some((p) => p.soloed));
  check(true, 'one is heard alone, with a sign, and not any more');
  await host.locator('.strips').getByRole('button', { name: 'Microphone off: Maria' }).click();
  await host.waitForFunction(() => [...window.session.room.value.people.values()].some((p) => p.name === 'Maria' && p.muted));
  await host.locator('.strips .strip-name', { hasText: 'Maria' }).click();
  await host.locator('#private-action').selectOption('unmute');
  await host.getByRole('button', { name: 'Send privately' }).click();
  await singer.locator('.banner.private').waitFor();
  await singer.locator('.banner.private button').first().click();
  await host.waitForFunction(() => [...window.session.room.value.people.values()].some((p) => p.name === 'Maria' && !p.muted));
  check(true, 'a muted singer is asked privately, presses the button, and is heard again');
  const robot = await host.evaluate(() => [...window.session.room.value.people.values()].find((p) => p.name.startsWith('Robot'))?.name);
  if (robot) {
    const last = await host.evaluate(() => Math.max(...[...window.session.room.value.people.values()].map((p) => p.bucket)));
    await host.locator('.strips .strip-name', { hasText: robot }).first().click();
    await host.locator('#person-row').selectOption(String(last));
    await host.waitForFunction(
      ({ name, bucket }) => [...window.session.room.value.people.values()].some((p) => p.name === name && p.bucket >= bucket),
      { name: robot, bucket: last },
    );
    check(true, `${robot} sits in the last row`);
  }
  const figures = await host.evaluate(() => {
    const { desk } = window.session;
    return desk.ids.value.filter((id) => typeof desk.figures(id)?.value.level === 'number').length;
  });
  check(figures > 0, `${figures} strips have a level`);
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

/** A tune that is not the same twice, 48 kHz, mono. */
function tune(seconds) {
  const rate = 48_000;
  const frames = seconds * rate;
  const bytes = Buffer.alloc(44 + frames * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + frames * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(frames * 2, 40);
  for (let i = 0; i < frames; i++) {
    const hz = 220 * 2 ** (Math.floor(i / rate) / 12);
    bytes.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * hz * i) / rate)), 44 + 2 * i);
  }
  return bytes;
}
