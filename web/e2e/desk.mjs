// The host's tools in a real browser, under the policy of the real server, beside a made-up session: music of any kind becomes Ogg Opus, a PDF becomes
// pages, lines are timed by tapping, the list travels as one file, a strip is dragged to a row, and the keyboard reaches everything.
//   node e2e/desk.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { launch } from './lib/browser.mjs';
import { buildPage, serve } from './lib/site.mjs';
import { check, finish } from './lib/verdict.mjs';

const TABS_MAX = 120;
const dir = mkdtempSync(path.join(tmpdir(), 'brigade-desk-'));
const site = await serve(await buildPage('screens'));
const browser = await launch({ autoplay: true });
const uploads = [];
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => check(false, `page: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && check(false, `page: ${message.text()}`));
  await page.route('**/api/rooms/**', keepFiles);
  await music(page);
  await sheets(page);
  await timing(page);
  await travel(page);
  await dragging(page);
  await privately(page);
  await handOver(page);
  await keyboard(page);
} catch (error) {
  check(false, String(error));
} finally {
  await browser.close();
  site.close();
  rmSync(dir, { recursive: true, force: true });
}
finish();

/** What the server would do with files: keep, list and give them. */
async function keepFiles(route) {
  const request = route.request();
  const url = new URL(request.url());
  const id = url.pathname.split('/files/')[1];
  if (request.method() === 'POST') {
    const kind = url.searchParams.get('kind');
    const file = { id: `${kind}-${uploads.length}`, kind, name: url.searchParams.get('name'), bytes: request.postDataBuffer().length };
    uploads.push({ ...file, body: request.postDataBuffer(), authorised: request.headers()['authorization'] === 'Bearer T' });
    return route.fulfill({ status: 201, json: file });
  }
  if (!id) return route.fulfill({ json: { files: uploads.map(({ body: _, ...file }) => file), bytes: 0, bytesMax: 1e9 } });
  const file = uploads.find((one) => one.id === id);
  if (!file) return route.fulfill({ status: 404 });
  return route.fulfill({ body: file.body, contentType: file.kind === 'track' ? 'audio/ogg' : 'image/jpeg' });
}

async function open(page, scene) {
  await page.goto(`${site.url}/screens.html?scene=${scene}`);
  await page.locator('.desk').waitFor();
}

function sent(page, type) {
  return page.evaluate((wanted) => window.session.sent.filter((m) => m.type === wanted), type);
}

async function music(page) {
  await open(page, 'desk-songs');
  await page.getByRole('button', { name: 'Change: Evening song' }).click();
  for (const [name, bytes] of [['tune.wav', wav()], ...mp3()]) {
    const before = uploads.length;
    await page.locator('input[type=file][accept^=audio]').setInputFiles({ name, mimeType: 'audio/x', buffer: bytes });
    await page.waitForFunction((wanted) => document.querySelector('#item-track')?.value === wanted, name.split('.')[0]);
    const { body, authorised } = uploads[before];
    const sound = await page.evaluate(async (encoded) => {
      const raw = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
      const decoded = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(raw.buffer);
      const samples = decoded.getChannelData(0).subarray(4_800, -4_800);
      return { channels: decoded.numberOfChannels, seconds: decoded.duration, rms: Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length) };
    }, body.toString('base64'));
    const right = sound.channels === 1 && Math.abs(sound.seconds - 2) < 0.06 && Math.abs(sound.rms - 0.212) < 0.02;
    check(right && authorised, `${name} of ${bytes.length} bytes went as Ogg Opus of ${body.length}: ${sound.seconds.toFixed(3)} s, RMS ${sound.rms.toFixed(3)} (wanted 0.212)`);
  }
  await page.locator('input[type=file][accept^=audio]').setInputFiles({ name: 'no.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('no sound') });
  await page.getByText('This browser cannot play that file').waitFor();
  check(true, 'what is no sound is refused with a sentence');
}

async function sheets(page) {
  const before = uploads.length;
  await page.locator('input[type=file][accept*=pdf]').setInputFiles({ name: 'sheet.pdf', mimeType: 'application/pdf', buffer: pdf(3) });
  await page.getByText('3 pages are there.').waitFor();
  const pages = uploads.slice(before);
  const dark = [];
  for (const { body } of pages) {
    dark.push(
      await page.evaluate(async (encoded) => {
        const raw = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([raw], { type: 'image/jpeg' }));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext('2d');
        context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        let count = 0;
        for (let i = 0; i < data.length; i += 4) if (data[i] < 100) count++;
        return { width: bitmap.width, share: count / (bitmap.width * bitmap.height) };
      }, body.toString('base64')),
    );
  }
  // Page n of the test's PDF has n black squares of 1/25 of the page each.
  const right = dark.length === 3 && dark.every(({ width, share }, i) => width === 1_400 && Math.abs(share - (i + 1) * 0.04) < 0.005);
  check(right, `a PDF became ${dark.length} pages, ${dark.map(({ share }) => `${(100 * share).toFixed(1)} % black`).join(', ')}`);
  await page.locator('input[type=file][accept*=pdf]').setInputFiles({ name: 'no.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no') });
  await page.getByText('This is no picture and no PDF').waitFor();
}

async function timing(page) {
  await page.locator('#item-lyrics').fill('one\n\ntwo\nthree');
  await page.getByRole('button', { name: 'Begin and tap' }).click();
  const tap = page.locator('.timer button.tap');
  await tap.waitFor();
  await tap.focus();
  const gaps = [];
  for (let i = 0; i < 3; i++) {
    await page.waitForTimeout(400);
    gaps.push(performance.now());
    await page.keyboard.press('Space');
  }
  await page.getByText('3 of 3 lines have a time.').waitFor();
  const stop = page.locator('.timer').getByRole('button', { name: 'Stop' });
  if (await stop.isVisible()) await stop.click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  const [edit] = (await sent(page, 'setlist')).slice(-1);
  const [item] = edit.put;
  const lines = item.timings.filter(({ id }) => id.startsWith('line:'));
  const right = lines.map(({ id }) => id).join() === 'line:1,line:3,line:4' && lines.every(({ ms }, i) => i === 0 || ms > lines[i - 1].ms);
  check(right && item.pages.length === 3 && item.track !== undefined, `tapped by the space bar while the music played: ${lines.map(({ ms }) => ms).join(', ')} ms (taps ${gaps.map((at) => Math.round(at - gaps[0])).join(', ')})`);
  // The server says that it has it.
  await page.evaluate((kept) => {
    const list = window.session.desk.setList.value;
    window.session.desk.received({ type: 'setlist', version: list.version + 1, order: list.order, items: [kept] });
  }, item);
}

async function travel(page) {
  await page.locator('.travel summary').click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  const file = path.join(dir, 'list.zip');
  await (await download).saveAs(file);
  const entries = unzipSync(readFileSync(file));
  const list = JSON.parse(Buffer.from(entries['setlist.json']).toString());
  check(list.items.length === 5 && Object.keys(entries).length === 5, `the list went as one file: ${list.items.length} items, ${Object.keys(entries).length - 1} files`);
  const before = uploads.length;
  await page.locator('.travel input[type=file]').setInputFiles(file);
  await page.getByText('5 items are on the list now.').waitFor();
  const [edit] = (await sent(page, 'setlist')).slice(-1);
  const song = edit.put.find(({ title }) => title === 'Evening song');
  const names = uploads.slice(before).map(({ id }) => id);
  check(names.length === 4 && song.pages.every((page) => names.includes(page)), `it came back with ${names.length} files under their new names`);
}

async function dragging(page) {
  await open(page, 'desk-voices');
  await page.locator('.strip', { hasText: 'Ben' }).dragTo(page.locator('.drop-rows li').nth(3), { sourcePosition: { x: 20, y: 10 } });
  const seats = await sent(page, 'seat');
  check(seats.length === 1 && seats[0].who === '2' && seats[0].bucket === 4, `a strip dragged to a row: ${JSON.stringify(seats)}`);
}

/** A word to one person with each of the buttons there are; and at his end each button does what it says. */
async function privately(page) {
  await open(page, 'desk-voices');
  await page.locator('.strips .strip-name', { hasText: 'Ben' }).click();
  const actions = ['unmute', 'check', 'solo-off'];
  for (const action of actions) {
    await page.locator('#private-action').selectOption(action);
    await page.getByRole('button', { name: 'Send privately' }).click();
  }
  const words = await sent(page, 'private');
  check(words.map((m) => m.action).join() === actions.join() && words.every((m) => m.to === '2' && m.text !== ''), `three words to one person: ${words.map((m) => m.text).join(' ')}`);
  await page.goto(`${site.url}/screens.html?scene=room-here`);
  await page.locator('.rows').waitFor();
  for (const { action, text } of words) {
    await page.evaluate(
      ([action, text]) => {
        const { session } = window;
        session.hearsSolo.value = true;
        session.mute(true);
        session.sent.length = 0;
        const line = { from: '9', name: 'Hanna', text, mine: false, personal: true, action };
        session.room.value = { ...session.room.value, chat: [...session.room.value.chat, line] };
      },
      [action, text],
    );
    const note = page.locator('.banner.private');
    await note.getByText(text).waitFor();
    await note.getByRole('button').first().click();
    const now = await page.evaluate(() => ({ muted: window.session.muted.value, solo: window.session.hearsSolo.value, screen: window.session.screen.value }));
    const right = { unmute: !now.muted, check: now.screen === 'check', 'solo-off': !now.solo }[action];
    check(right, `the button under "${text}" does it: ${JSON.stringify(now)}`);
    if (action === 'check') await page.evaluate(() => (window.session.screen.value = 'room'));
  }
}

/** The lead goes to another singer. */
async function handOver(page) {
  await open(page, 'desk-voices');
  await page.locator('.give summary').click();
  const names = await page.locator('#give-to option').allInnerTexts();
  await page.locator('#give-to').selectOption({ label: 'Ben' });
  await page.getByRole('button', { name: 'Hand it over' }).click();
  const given = await sent(page, 'give');
  check(given.length === 1 && given[0].to === '2', `the lead is handed over, one of ${names.length - 1}: ${JSON.stringify(given)}`);
}

/** All of it without a mouse. */
async function keyboard(page) {
  await open(page, 'desk-voices');
  await tabTo(page, 'Start the song');
  await page.keyboard.press('Enter');
  check((await sent(page, 'start')).length === 1, 'the keyboard starts the song');
  await tabTo(page, 'Put on: Evening song');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Offer to put it right: Maria');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Volume of Ben');
  await page.keyboard.press('ArrowRight');
  await tabTo(page, 'Microphone off: Ben');
  await page.keyboard.press('Space');
  await tabTo(page, 'Solo: Ben');
  await page.keyboard.press('Space');
  await page.waitForFunction(() => window.session.sent.some((m) => m.type === 'fader'));
  const types = await page.evaluate(() => window.session.sent.map((m) => m.type));
  const wanted = ['start', 'item', 'correction', 'fader', 'mute', 'solo'];
  check(wanted.every((type) => types.includes(type)), `the keyboard reaches the list, the ranking, fader, mute and solo: ${types.join(', ')}`);
  await open(page, 'desk-voices');
  await tabTo(page, 'Frieda');
  await page.keyboard.press('Enter');
  await page.locator('.person').waitFor();
  const heading = await page.evaluate(() => document.activeElement?.textContent);
  await tabTo(page, 'Row', 'SELECT');
  await page.keyboard.press('ArrowUp');
  const [seat] = await sent(page, 'seat');
  check(heading === 'Frieda' && seat?.bucket === 3, `the keyboard moves a person to another row: ${JSON.stringify(seat)}`);
}

async function tabTo(page, name, tag) {
  for (let i = 0; i < TABS_MAX; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      return { tag: e?.tagName, name: e?.getAttribute('aria-label') ?? e?.labels?.[0]?.textContent ?? e?.textContent ?? '' };
    });
    if ((tag === undefined || at.tag === tag) && at.name.startsWith(name)) return;
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

/** Two seconds of 440 Hz, RMS 0.212, stereo, 44.1 kHz. */
function wav() {
  const rate = 44_100;
  const frames = 2 * rate;
  const bytes = Buffer.alloc(44 + frames * 4);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + frames * 4, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 4, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(frames * 4, 40);
  for (let i = 0; i < frames; i++) {
    const sample = Math.round(32_767 * 0.3 * Math.sin((2 * Math.PI * 440 * i) / rate));
    bytes.writeInt16LE(sample, 44 + 4 * i);
    bytes.writeInt16LE(sample, 46 + 4 * i);
  }
  return bytes;
}

/** The same as an mp3, where ffmpeg is there to make one. */
function mp3() {
  try {
    const from = path.join(dir, 'tune.wav');
    writeFileSync(from, wav());
    execFileSync('ffmpeg', ['-loglevel', 'error', '-i', from, path.join(dir, 'march.mp3')]);
    return [['march.mp3', readFileSync(path.join(dir, 'march.mp3'))]];
  } catch {
    console.log('     no ffmpeg here: the mp3 is left out');
    return [];
  }
}

/** A PDF whose page n has n black squares, each a fifth of the page wide and high. */
function pdf(pages) {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>'];
  const kids = Array.from({ length: pages }, (_, i) => `${3 + 2 * i} 0 R`).join(' ');
  objects.push(`<< /Type /Pages /Count ${pages} /Kids [${kids}] >>`);
  for (let n = 1; n <= pages; n++) {
    const squares = Array.from({ length: n }, (_, i) => `${100 * i} 100 100 100 re f`).join('\n');
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents ${2 + 2 * n} 0 R >>`);
    objects.push(`<< /Length ${squares.length} >>\nstream\n${squares}\nendstream`);
  }
  let text = '%PDF-1.4\n';
  const at = objects.map((object, i) => {
    const offset = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const xref = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${at.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}`;
  text += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(text);
}
