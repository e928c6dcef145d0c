// Everything that goes wrong at home, in a real browser against a real "./brigade up": each trouble has to be told in a sentence
// that says what to do, and pass by itself where it can. Nothing may load the page anew.
//   node e2e/troubles.mjs [--only PART]
import { parseArgs } from 'node:util';
import { openAir } from './lib/air.mjs';
import { launchServer } from './lib/browser.mjs';
import { tapLoudness } from './lib/loudness.mjs';
import { descendants } from './lib/priority.mjs';
import { bringUp } from './lib/up.mjs';
import { openWire } from './lib/wire.mjs';

const AWAY_MS = 10_000;
const WAIT_MS = 30_000;
const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' } } });

let up = await bringUp();
const wire = await openWire(up.url);
const air = await openAir(['singer']);
const { browser, pid, end } = await launchServer({ env: air.env('singer'), allowMicrophone: false });
let failed = 0;
let passed = 0;

try {
  await trouble('microphone denied', microphoneDenied);
  await trouble('microphone missing', microphoneMissing);
  await trouble('microphone in use', microphoneInUse);
  await trouble('Bluetooth', bluetooth);
  if ('in the room'.includes(options.only) || options.only.startsWith('room')) {
    const page = await newPage();
    await goIn(page);
    for (const [name, run] of [
      ['room: microphone unplugged in mid-song', unplugged],
      ['room: sound suspended', suspended],
      ['room: sound suspended by a browser that wants a press', suspendedForPress],
      ['room: laptop sleeps', sleeps],
      ['room: offline for 10 s', offline],
      ['room: line dead for 10 s, browser thinks it is online', dead],
      ['room: the shard is killed', shardKilled],
      ['room: the state server is killed', stateKilled],
      ['room: the whole server restarts', restarted],
    ]) {
      if (options.only.startsWith('room:') && !name.includes(options.only)) continue;
      await trouble(name, () => run(page), page);
    }
    await page.context().close();
  }
} finally {
  await end();
  air.close();
  wire.close();
  await up.close();
}
console.log(`${passed} troubles pass by themselves or say what to do, ${failed} do not`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

/** Runs one; what it returns is the sentence that people read. */
async function trouble(name, run, page) {
  if (!page && !name.includes(options.only)) return;
  const beganMs = performance.now();
  try {
    const said = await run();
    passed++;
    console.log(`ok      ${name} (${seconds(beganMs)} s): ${said}`);
    if (page && (await page.evaluate(() => window.pageLoads)) !== 1) throw new Error('the page was loaded anew');
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name} (${seconds(beganMs)} s): ${error.message.split('\n').slice(0, 3).join(' ')}`);
    const shown = page ?? browser.contexts().at(-1)?.pages()[0];
    console.log(await shown?.locator('main').innerText().catch(() => ''));
  } finally {
    if (!page) await Promise.all(browser.contexts().map((context) => context.close()));
  }
}

async function newPage({ permissions = ['microphone'] } = {}) {
  const context = await browser.newContext({ locale: 'en-GB', permissions });
  const page = await context.newPage();
  await page.addInitScript(tapLoudness);
  await page.addInitScript(() => {
    // Kept over loads of the same page, so that a second one is seen.
    window.pageLoads = Number(sessionStorage.getItem('loads') ?? 0) + 1;
    sessionStorage.setItem('loads', String(window.pageLoads));
    window.contexts = [];
    window.AudioContext = class extends AudioContext {
      constructor(...words) {
        super(...words);
        window.contexts.push(this);
      }
      resume() {
        // What some browsers do: no sound without a press.
        return window.wantsPress ? new Promise(() => {}) : super.resume();
      }
    };
    addEventListener('pointerdown', () => {
      window.wantsPress = false;
    }, { capture: true });
  });
  await page.goto(wire.url);
  return page;
}

async function toMicrophone(page) {
  await page.getByLabel('Your name').fill('Maria');
  await page.getByRole('button', { name: 'Sing', exact: true }).click();
  await page.getByRole('button', { name: 'My headphones are on' }).click();
  await page.getByRole('button', { name: 'Turn on the microphone' }).click();
}

function clicks(page) {
  return page.getByRole('heading', { name: 'Hold one headphone to the microphone' }).waitFor({ timeout: WAIT_MS });
}

/** Through the sound check into the room, takes the lead and begins a song with a click. */
async function goIn(page) {
  await toMicrophone(page);
  await clicks(page);
  await playClicks(page);
  await page.getByRole('button', { name: 'Go in and sing' }).click({ timeout: WAIT_MS });
  await page.getByRole('button', { name: 'Take the lead' }).click();
  await begin(page);
}

/** As often as it takes; on a busy machine they may not come through, and then one goes on without. */
async function playClicks(page) {
  const next = page.getByRole('heading', { name: 'Sing a line' });
  await page.getByRole('button', { name: 'Play the clicks' }).click();
  const again = page.getByRole('button', { name: /^(Play them (a little louder|again)|Go on without the clicks)$/ }).and(page.locator('.primary:enabled'));
  const untilMs = performance.now() + 2 * WAIT_MS;
  while (!(await next.isVisible()) && performance.now() < untilMs) {
    await again.click({ timeout: 1_000 }).catch(() => {});
  }
}

async function begin(page) {
  await page.getByLabel('Beats per minute').fill('120');
  await page.getByLabel('Beats per minute').press('Tab');
  await page.getByRole('button', { name: 'Start the song' }).click();
  await sounds(page);
}

async function sounds(page) {
  await page.getByText('You lead. Sing!').waitFor({ timeout: WAIT_MS });
  // The click before may still ring.
  await page.waitForTimeout(300);
  await page.waitForFunction(() => window.loudness() > 0.002, undefined, { timeout: WAIT_MS, polling: 20 });
}

async function banner(page, kind) {
  const found = page.locator(`.banner.${kind} p`);
  await found.waitFor({ timeout: WAIT_MS });
  return found.innerText();
}

function noBanner(page, kind) {
  return page.locator(`.banner.${kind}`).waitFor({ state: 'detached', timeout: WAIT_MS });
}

/** Still the same person in the same seat: who leads is not asked for the lead again. */
async function sameSeat(page) {
  await page.locator('.row.mine .me', { hasText: 'Maria' }).filter({ hasText: 'leads' }).waitFor({ timeout: WAIT_MS });
  const rows = await page.locator('.row .people li').count();
  if (rows !== 1) throw new Error(`${rows} people in the rows`);
}

async function microphoneDenied() {
  const page = await newPage({ permissions: [] });
  await toMicrophone(page);
  const said = await page.locator('.problem').innerText({ timeout: WAIT_MS });
  if (!said.includes('blocked')) throw new Error(said);
  await page.context().grantPermissions(['microphone']);
  await clicks(page);
  return said;
}

async function microphoneMissing() {
  air.unplug('singer');
  try {
    const page = await newPage();
    await toMicrophone(page);
    const said = await page.locator('.problem').innerText({ timeout: WAIT_MS });
    if (!said.includes('No microphone')) throw new Error(said);
    air.plug('singer');
    await tellDevicesChanged(page);
    await clicks(page);
    return said;
  } finally {
    air.unplug('singer');
    air.plug('singer');
  }
}

async function microphoneInUse() {
  const page = await newPage();
  await page.evaluate(() => {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    window.held = true;
    devices.getUserMedia = (wanted) =>
      window.held ? Promise.reject(new DOMException('Could not start audio source', 'NotReadableError')) : open(wanted);
  });
  await toMicrophone(page);
  const said = await page.locator('.problem').innerText({ timeout: WAIT_MS });
  if (!said.includes('Another program')) throw new Error(said);
  await page.evaluate(() => {
    window.held = false;
  });
  await clicks(page);
  return said;
}

async function bluetooth() {
  air.unplug('singer');
  air.plug('singer', 'Bluetooth-Headset');
  try {
    const page = await newPage();
    await toMicrophone(page);
    await clicks(page);
    return await page.getByText('looks like a wireless headset').innerText({ timeout: WAIT_MS });
  } finally {
    air.unplug('singer');
    air.plug('singer');
  }
}

async function unplugged(page) {
  air.unplug('singer');
  await tellDevicesChanged(page);
  const said = await banner(page, 'microphone');
  if (!said.includes('pulled out')) throw new Error(said);
  air.plug('singer');
  await tellDevicesChanged(page);
  await noBanner(page, 'microphone');
  const then = await banner(page, 'changed');
  await sounds(page);
  return `${said} -> ${then}`;
}

/** Without udev (as in a container) Chromium is not told of PulseAudio's devices; everywhere else it says so itself. */
function tellDevicesChanged(page) {
  return page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
}

async function suspended(page) {
  await page.evaluate(() => window.contexts.at(-1).suspend());
  await page.waitForFunction(() => window.contexts.at(-1).state === 'running', undefined, { timeout: WAIT_MS });
  await sounds(page);
  return `goes on without a press -> ${await banner(page, 'changed')}`;
}

async function suspendedForPress(page) {
  await page.evaluate(() => {
    window.wantsPress = true;
    return window.contexts.at(-1).suspend();
  });
  const said = await banner(page, 'suspended');
  await page.getByRole('button', { name: 'Turn the sound on' }).click();
  await noBanner(page, 'suspended');
  await sounds(page);
  return said;
}

/** The whole browser stands still, as in a laptop that is shut; its wall clock goes on. */
async function sleeps(page) {
  const all = [pid, ...descendants(pid)];
  for (const one of all) process.kill(one, 'SIGSTOP');
  await new Promise((done) => setTimeout(done, AWAY_MS + 5_000));
  for (const one of all) process.kill(one, 'SIGCONT');
  await sameSeat(page);
  await noBanner(page, 'lost');
  await sounds(page);
  return `goes on, same seat -> ${await page.locator('.banner.stalled p, .banner.changed p').first().innerText()}`;
}

async function offline(page) {
  wire.cut();
  await page.context().setOffline(true);
  const said = await banner(page, 'offline');
  await page.waitForTimeout(AWAY_MS);
  wire.mend();
  await page.context().setOffline(false);
  return `${said} -> ${await comesBack(page)}`;
}

async function dead(page) {
  wire.cut();
  await page.waitForTimeout(AWAY_MS);
  const said = await banner(page, 'lost');
  wire.mend();
  return `${said} -> ${await comesBack(page)}`;
}

async function comesBack(page) {
  const mendedMs = performance.now();
  await noBanner(page, 'offline');
  await noBanner(page, 'lost');
  const tookS = seconds(mendedMs);
  await sameSeat(page);
  await sounds(page);
  return `back after ${tookS} s, same seat`;
}

async function shardKilled(page) {
  // Shard K listens on the front door's port + K.
  up.kill(`shard-0${wire.streamPort() - up.port}`);
  const said = await banner(page, 'lost');
  await noBanner(page, 'lost');
  await page.locator('.song-line').waitFor();
  // A song whose leader is away for long is ended by the server.
  if (await page.locator('.banner.refusal').isVisible()) return `${said} -> ${await brokeOff(page)}`;
  await sameSeat(page);
  await sounds(page);
  return `${said} -> goes on, same seat`;
}

/** The rooms are in shared memory: the next state server finds them as they were. */
async function stateKilled(page) {
  up.kill('state');
  await page.waitForTimeout(1_000);
  await up.ready();
  await noBanner(page, 'lost');
  await page.waitForTimeout(1_000);
  if (await page.locator('.banner.refusal').isVisible()) return brokeOff(page);
  await sameSeat(page);
  await sounds(page);
  return 'the song goes on, same seat';
}

async function brokeOff(page) {
  const said = await banner(page, 'refusal');
  await page.getByRole('button', { name: 'Close this note' }).click();
  return `${said} -> ${await singsAgain(page)}`;
}

async function restarted(page) {
  const { data, port } = up;
  await up.stop();
  const said = await banner(page, 'lost');
  up = await bringUp({ data, port });
  await noBanner(page, 'lost');
  return `${said} -> ${await brokeOff(page)}`;
}

/** The song is gone; it can be begun once more by who is there. */
async function singsAgain(page) {
  const take = page.getByRole('button', { name: 'Take the lead' });
  const start = page.getByRole('button', { name: 'Start the song' });
  await take.or(start).waitFor({ timeout: WAIT_MS });
  if (await take.isVisible()) await take.click();
  await begin(page);
  return 'sings again';
}

function seconds(sinceMs) {
  return ((performance.now() - sinceMs) / 1_000).toFixed(1);
}
