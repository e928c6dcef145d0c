// The "heard" light, end to end: while a robot leads and another sings in the row behind, a singer is well, muted, too quiet (his microphone is turned
// down), late (his line), and well again. Each has to be told apart within 3 s, in the sentence that he reads.
//   node e2e/heard.mjs          (needs PulseAudio; starts a server of its own; one minute)
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openAir } from './lib/air.mjs';
import { launch } from './lib/browser.mjs';
import { putAudioFirst } from './lib/priority.mjs';
import { relayTo } from './lib/relay.mjs';
import { pageFolder, serve } from './lib/site.mjs';
import { bringUp, COMMAND } from './lib/up.mjs';
import { writeVoice } from './lib/voice.mjs';

const TOLD_MAX_MS = 3_000;
const WAIT_MS = 15_000;
/** Later than the row behind takes by so much. */
const LATE_BY_MS = 700;
const WELL = 'hears you.';

const dir = mkdtempSync(path.join(tmpdir(), 'brigade-heard-'));
const up = await bringUp();
const relay = relayTo(up.url);
const site = await serve(pageFolder(), relay.routes);
relay.attach(site.server);
const air = await openAir(['singer']);
const browser = await launch({ env: air.env('singer') });
const robots = [];
let failed = 0;
try {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  page.on('pageerror', (error) => console.log(`page: ${error.message}`));
  await page.goto(`${site.url}/index.html`);
  await page.getByLabel('Your name').fill('Maria');
  await page.getByRole('button', { name: 'Sing', exact: true }).click();
  await page.getByRole('button', { name: 'My headphones are on' }).click();
  await page.getByRole('button', { name: 'Turn on the microphone' }).click();
  putAudioFirst();
  await page.getByRole('button', { name: 'Play the clicks' }).click();
  await page.getByRole('button', { name: 'Go in and sing' }).click({ timeout: 2 * WAIT_MS });
  await page.locator('.song-line').waitFor();
  const lead = path.join(dir, 'lead.wav');
  writeVoice(lead, 3, 120);
  robot('--wav', lead, '--name', 'Ada', '--lead');
  robot('--wav', lead, '--name', 'Bob', '--seat', '3');
  await page.getByText('The song is with you').waitFor({ timeout: 90_000 });
  await page.getByText(WELL).waitFor({ timeout: WAIT_MS });

  await told(page, 'muted', 'Your microphone is off', () => page.keyboard.press('m'));
  await told(page, 'well again', WELL, () => page.keyboard.press('m'));
  await told(page, 'too quiet', 'hard to hear', () => air.loudness('singer', 0.005));
  await told(page, 'well again', WELL, () => air.loudness('singer', 1));
  const seat = relay.peers.get('Maria').messages.map((m) => m.message).findLast((m) => m.type === 'seat' || m.type === 'welcome');
  const lateMs = (seat.seat ?? seat).spacingSamples / 48 + LATE_BY_MS;
  console.log(`his voice comes ${lateMs.toFixed(0)} ms later from now on`);
  // Counted from when the first late one comes.
  await told(page, 'late', 'does not meet the beat', () => setLate(lateMs), lateMs);
  await told(page, 'well again', WELL, () => setLate(0));
} catch (error) {
  console.log(String(error).split('\n')[0]);
  console.log(await browser.contexts()[0]?.pages()[0]?.locator('main').innerText());
  failed++;
} finally {
  for (const one of robots) one.kill('SIGTERM');
  await browser.close();
  air.close();
  site.close();
  await up.close();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(failed > 0 ? 1 : 0);

function robot(...words) {
  robots.push(spawn(COMMAND, ['sing', '--url', up.url, ...words], { stdio: 'ignore' }));
}

function setLate(ms) {
  relay.line.voiceLateMs = ms;
}

/** After `act` the light says `sentence` in time. */
async function told(page, what, sentence, act, beforeMs = 0) {
  const beganMs = performance.now();
  await act();
  const light = page.locator('.heard p', { hasText: sentence });
  const came = await light.waitFor({ timeout: WAIT_MS }).then(() => true, () => false);
  const ms = Math.round(performance.now() - beganMs - beforeMs);
  const ok = came && ms <= TOLD_MAX_MS;
  if (!ok) failed++;
  console.log(`${ok ? 'ok  ' : 'not '} ${what}: "${await page.locator('.heard p').innerText()}" after ${ms} ms`);
  // What follows is told from a state that lasts.
  await page.waitForTimeout(2_000);
}
