// A listener against a running server in which somebody sings: one press, no permission prompt, and the song is heard. The
// browser's rule that sound needs a press is in force.
//   node e2e/listener.mjs http://localhost:8080 [--limit-ms 3000] [--room main]
import { parseArgs } from 'node:util';
import { launch } from './lib/browser.mjs';
import { countPrompts, tapLoudness } from './lib/loudness.mjs';

const HEARD = 0.002;
const {
  values: options,
  positionals: [server],
} = parseArgs({
  options: {
    'limit-ms': { type: 'string', default: '3000' },
    room: { type: 'string', default: 'main' },
  },
  allowPositionals: true,
});
if (!server) throw new Error('say where the server is');

const browser = await launch({ allowMicrophone: false });
const complaints = [];
let failed = true;
try {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(tapLoudness);
  await page.addInitScript(countPrompts);
  await page.goto(`${server}/?room=${options.room}`);
  const listen = page.getByRole('button', { name: 'Just listen' });
  await listen.waitFor();
  const before = await page.evaluate(() => window.loudness());
  // Both moments by the page's own clock.
  await page.evaluate(() => {
    document.addEventListener('click', () => {
      window.pressedMs ??= performance.now();
    });
    window.heardMs = undefined;
    setInterval(() => {
      if (window.heardMs === undefined && window.loudness() > 0.002) window.heardMs = performance.now();
    }, 20);
  });
  await listen.click();
  const limitMs = Number(options['limit-ms']);
  await page
    .waitForFunction(() => window.heardMs !== undefined, undefined, { timeout: limitMs + 15_000 })
    .catch(() => console.log('never heard'));
  const seen = await page.evaluate(() => ({
    ms: window.heardMs === undefined ? undefined : Math.round(window.heardMs - window.pressedMs),
    prompts: window.prompts,
    says: document.querySelector('main')?.innerText,
  }));
  // A moment of noise is not a song: most of the next three seconds must sound.
  const metrics = await page.context().newCDPSession(page);
  await metrics.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busyBefore = await busySeconds(metrics);
  const beganMs = performance.now();
  let sounding = 0;
  for (let i = 0; i < 30; i++) {
    await new Promise((done) => setTimeout(done, 100));
    if ((await page.evaluate(() => window.loudness())) > HEARD) sounding++;
  }
  console.log(`silent before: ${before === 0}; heard ${seen.ms} ms after the press; ${sounding} of 30 looks sounded; ${seen.prompts} prompts`);
  const busy = ((await busySeconds(metrics)) - busyBefore) / ((performance.now() - beganMs) / 1_000);
  console.log(`the page's own thread computes ${(100 * busy).toFixed(1)} % of the time, these looks included`);
  for (const complaint of complaints) console.log(`page: ${complaint}`);
  failed = !(before === 0 && seen.ms <= limitMs && seen.prompts === 0 && sounding >= 20 && complaints.length === 0);
  if (failed) console.log(seen.says);
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);

/** CPU time of the page's thread so far. */
async function busySeconds(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find((m) => m.name === 'TaskDuration').value;
}
