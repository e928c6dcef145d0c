// A first-time singer against a running server, by keyboard alone and with two seconds of thought before each press: from the
// first page into the room in at most 6 presses and 60 s, the clicks heard through the air of a private PulseAudio.
//   node e2e/firstVisit.mjs http://localhost:8080
import { openAir } from './lib/air.mjs';
import { launch } from './lib/browser.mjs';
import { countPrompts } from './lib/loudness.mjs';

const THOUGHT_MS = 2_000;
const PRESSES_MAX = 6;
const TIME_MAX_MS = 60_000;
const TABS_MAX = 40;
const server = process.argv[2];
if (!server) throw new Error('say where the server is');

const air = await openAir(['singer']);
const browser = await launch({ env: air.env('singer') });
const complaints = [];
let presses = 0;
let failed = true;
try {
  const page = await (await browser.newContext({ locale: 'en-GB', permissions: [] })).newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(countPrompts);
  await page.goto(server);
  await atHeading(page, 'Sing together');
  const beganMs = performance.now();
  await tabTo(page, '#name');
  await page.keyboard.type('Maria');
  await press(page);
  await atHeading(page, 'Put your headphones on');
  await tabTo(page, 'button.primary');
  await press(page);
  await atHeading(page, 'Turn on your microphone');
  await tabTo(page, 'button.primary');
  await press(page);
  await atHeading(page, 'Hold one headphone to the microphone');
  await tabTo(page, 'button.primary');
  await press(page);
  await atHeading(page, 'Sing a line');
  await tabTo(page, 'button.primary');
  await press(page);
  await page.locator('.song-line').waitFor();
  const tookMs = Math.round(performance.now() - beganMs);
  const prompts = await page.evaluate(() => window.prompts);
  console.log(`in the room after ${presses} presses and ${tookMs} ms, ${prompts} prompt`);
  failed = presses > PRESSES_MAX || tookMs > TIME_MAX_MS || prompts !== 1;

  await page.keyboard.press('m');
  await page.locator('.heard.off').waitFor();
  await page.keyboard.press('m');
  await page.keyboard.press('Escape');
  await page.locator('.banner.silenced').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.banner.silenced').waitFor({ state: 'detached' });
  await tabTo(page, '#chat-text');
  await page.keyboard.type('Good evening, mm');
  await page.keyboard.press('Enter');
  await page.locator('.chat-log .mine').waitFor();
  await tabTo(page, '.room-head button', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await atHeading(page, 'You are outside');
  console.log('keys M and Esc, the chat and the way out work without a mouse');
  for (const complaint of complaints) console.log(`page: ${complaint}`);
  failed ||= complaints.length > 0;
} catch (error) {
  const page = browser.contexts()[0]?.pages()[0];
  console.log(String(error), await page?.locator('main').innerText());
  failed = true;
} finally {
  await browser.close();
  air.close();
}
process.exit(failed ? 1 : 0);

async function press(page) {
  await new Promise((done) => setTimeout(done, THOUGHT_MS));
  presses++;
  await page.keyboard.press('Enter');
}

/** The step is there, and its heading has the focus. */
async function atHeading(page, text) {
  await page.waitForFunction(
    (wanted) => document.activeElement?.matches('h1') && document.activeElement.textContent === wanted,
    text,
    { timeout: 30_000 },
  );
}

async function tabTo(page, selector, key = 'Tab') {
  for (let i = 0; i < TABS_MAX; i++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}
