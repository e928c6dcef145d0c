// Two devices in one room, in real browsers against a real "./brigade up": while a robot leads, a singer's microphone first hears
// somebody who sings the same tune (nothing is said), then a second device that plays the choir (it is named), then that device is
// switched off (the note goes away).
//   node e2e/copies.mjs [http://localhost:8080]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openAir } from './lib/air.mjs';
import { launch } from './lib/browser.mjs';
import { bringUp, COMMAND } from './lib/up.mjs';
import { writeVoice } from './lib/voice.mjs';
import { openWire } from './lib/wire.mjs';

const SONG_SECONDS = 240;
const SINGS_MS = 25_000;
const NOTICED_MAX_MS = 60_000;

const up = process.argv[2] ? undefined : await bringUp();
const wire = await openWire(process.argv[2] ?? up.url);
const dir = mkdtempSync(path.join(tmpdir(), 'brigade-copies-'));
// What is played to "room" is in the singer's microphone; his own headphones are not.
const air = await openAir(['room', 'headphones']);
const env = { ...air.env('room'), PULSE_SINK: 'headphones' };
const singer = await launch({ env });
let second;
let leader;
let failed = true;
try {
  const page = await (await singer.newContext({ locale: 'en-GB' })).newPage();
  await page.goto(wire.url);
  await page.getByLabel('Your name').fill('Maria');
  await page.getByRole('button', { name: 'Sing', exact: true }).click();
  await page.getByRole('button', { name: 'My headphones are on' }).click();
  await page.getByRole('button', { name: 'Turn on the microphone' }).click();
  await page.getByText('Other ways than the clicks').click();
  await page.getByRole('button', { name: 'Use this' }).click();
  await page.getByRole('button', { name: 'Go in and sing' }).click();
  await page.locator('.song-line').waitFor();

  const lead = path.join(dir, 'lead.wav');
  writeVoice(lead, 3, SONG_SECONDS);
  leader = spawn(COMMAND, ['sing', '--wav', lead, '--name', 'Ada', '--lead', '--url', process.argv[2] ?? up.url], { stdio: 'ignore' });
  await page.getByText('The song is with you').waitFor({ timeout: 90_000 });

  const own = path.join(dir, 'own.wav');
  writeVoice(own, 11, SINGS_MS / 1_000);
  await new Promise((done) => spawn('paplay', ['--device=room', own], { env, stdio: 'inherit' }).on('exit', done));
  const wrongly = await page.locator('.banner.copy').count();
  console.log(`${wrongly === 0 ? 'ok  ' : 'not '} who sings the same tune for ${SINGS_MS / 1_000} s is taken for no copy`);

  second = await launch({ env: { ...env, PULSE_SINK: 'room' }, allowMicrophone: false });
  const other = await (await second.newContext({ locale: 'en-GB' })).newPage();
  await other.goto(wire.url);
  await other.getByRole('button', { name: 'Just listen' }).click();
  await other.locator('.song-line').waitFor();
  const beganMs = performance.now();
  const note = page.locator('.banner.copy p');
  await note.waitFor({ timeout: NOTICED_MAX_MS });
  const said = await note.innerText();
  const named = said.includes('another device in your room');
  console.log(`${named ? 'ok  ' : 'not '} noticed after ${((performance.now() - beganMs) / 1_000).toFixed(1)} s: ${said}`);

  await second.close();
  second = undefined;
  await page.locator('.banner.copy').waitFor({ state: 'detached', timeout: NOTICED_MAX_MS });
  console.log('ok   switched off there, the note goes away');
  failed = wrongly > 0 || !named;
} catch (error) {
  console.log(String(error).split('\n')[0]);
  console.log(await singer.contexts()[0]?.pages()[0]?.locator('main').innerText());
} finally {
  leader?.kill('SIGTERM');
  await second?.close();
  await singer.close();
  air.close();
  wire.close();
  await up?.close();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
