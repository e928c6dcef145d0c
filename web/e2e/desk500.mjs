// What a desk of 500 singers costs the page: script and layout of each frame, from the browser's own trace, while the server tells what it tells in
// a song; at rest, and while somebody scrolls through all of them. Thread time, so that a busy machine does not count.
//   node e2e/desk500.mjs [seconds]
import { launch } from './lib/browser.mjs';
import { buildPage, serve } from './lib/site.mjs';

const SECONDS = Number(process.argv[2] ?? 15);
const LIMIT_MS = 4;
const STRIPS_MAX = 60;
const FRAME_US = 1e6 / 60;
/** Shorter pieces of a long frame are not named. */
const PART_MIN_MS = 0.3;

/** What counts: script in all its forms, style and layout. Painting is not asked for. */
const SCRIPT = new Set(['FunctionCall', 'EvaluateScript', 'TimerFire', 'FireAnimationFrame', 'EventDispatch', 'RunMicrotasks', 'v8.callFunction', 'MajorGC', 'MinorGC']);
const LAYOUT = new Set(['UpdateLayoutTree', 'Layout', 'IntersectionObserverController::computeIntersections', 'PrePaint']);

const site = await serve(await buildPage('desk500'));
const browser = await launch();
let failed = false;
try {
  for (const [size, viewport] of Object.entries({ desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } })) {
    const page = await browser.newPage({ viewport });
    page.on('pageerror', (error) => {
      failed = true;
      console.log(error.message);
    });
    await page.goto(`${site.url}/desk500.html`);
    await page.locator('.strips .strip').first().waitFor();
    await page.evaluate(() => window.begin());
    await pause(3_000);
    await measure(page, `${size}, at rest`, () => pause(SECONDS * 1_000));
    await page.locator('.strips').scrollIntoViewIfNeeded();
    const box = await page.locator('.strips').boundingBox();
    await page.mouse.move(box.x + box.width / 2, Math.max(box.y, 0) + 100);
    await measure(page, `${size}, scrolling`, () => scroll(page, SECONDS * 1_000));
    const strips = await page.evaluate(() => window.stripsSeen());
    console.log(`${size}: ${strips} strips in the page at most; limit ${STRIPS_MAX}`);
    failed ||= strips > STRIPS_MAX || strips < 5;
    await page.close();
  }
} finally {
  await browser.close();
  site.close();
}
process.exit(failed ? 1 : 0);

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

async function scroll(page, ms) {
  const end = performance.now() + ms;
  for (let i = 0; performance.now() < end; i++) {
    await page.mouse.wheel(0, Math.floor(i / 150) % 2 === 0 ? 120 : -120);
    await pause(30);
  }
}

async function measure(page, what, work) {
  await browser.startTracing(page, { categories: ['devtools.timeline', 'v8', 'disabled-by-default-devtools.timeline', '-*'] });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString());
  const { frames, kinds, parts } = framesOf(trace.traceEvents);
  const busy = frames.filter((ms) => ms > 0);
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const mean = frames.reduce((sum, ms) => sum + ms, 0) / frames.length;
  const over = frames.filter((ms) => ms > LIMIT_MS).length;
  console.log(
    `${what}: ${frames.length} frames, ${busy.length} with work; script and layout ${mean.toFixed(2)} ms a frame, ` +
      `95% under ${at(0.95).toFixed(2)}, 99% under ${at(0.99).toFixed(2)}, most ${at(1).toFixed(2)} ms; ${over} frames over ${LIMIT_MS} ms`,
  );
  const most = Object.entries(kinds).sort(([, a], [, b]) => b - a).slice(0, 4);
  const longest = [...parts].sort((a, b) => b.ms - a.ms).slice(0, 3);
  if (over > 0) for (const { ms, of } of longest) console.log(`  ${ms.toFixed(2)} ms: ${of.join(', ')}`);
  console.log(`  of that ${most.map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`).join(', ')}`);
  failed ||= frames.length < 100 || at(0.95) > LIMIT_MS;
}

/**
 * Milliseconds of script and layout in each frame: from where the browser begins one to where it begins the next, or a sixtieth of a second where
 * it has none to draw. (Sixtieths that do not begin with the frames have two of them in one, now and then.) What runs inside something that counts is not counted twice. */
function framesOf(events) {
  const main = mainThread(events);
  const counted = events
    .filter((e) => e.ph === 'X' && e.pid === main.pid && e.tid === main.tid && (SCRIPT.has(e.name) || LAYOUT.has(e.name)))
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const first = counted[0]?.ts ?? 0;
  const last = counted.at(-1)?.ts ?? 0;
  const kinds = {};
  const begins = events
    .filter((e) => e.name === 'BeginMainThreadFrame' && e.pid === main.pid && e.tid === main.tid && e.ts > first)
    .map((e) => e.ts)
    .sort((a, b) => a - b);
  const bounds = [first];
  for (const at of [...begins, last + 1]) {
    while (bounds.at(-1) + FRAME_US < at) bounds.push(bounds.at(-1) + FRAME_US);
    if (at <= last) bounds.push(at);
  }
  const frames = new Array(bounds.length).fill(0);
  const parts = frames.map(() => ({ ms: 0, of: [] }));
  let until = 0;
  let frame = 0;
  for (const event of counted) {
    if (event.ts < until) continue;
    until = event.ts + event.dur;
    while (frame + 1 < bounds.length && bounds[frame + 1] <= event.ts) frame++;
    const ms = (event.tdur ?? event.dur) / 1_000;
    frames[frame] += ms;
    parts[frame].ms += ms;
    if (ms >= PART_MIN_MS) parts[frame].of.push(partOf(event, counted));
    kinds[event.name] = (kinds[event.name] ?? 0) + ms;
  }
  return { frames, kinds, parts };
}

/** What ran, and what longest inside of it. */
function partOf(event, counted) {
  const { ts, dur, name, args, tdur } = event;
  const inside = counted.filter((e) => e !== event && e.ts >= ts && e.ts + e.dur <= ts + dur && (e.tdur ?? e.dur) >= PART_MIN_MS * 1_000);
  const said = (e) => `${e.name}${e.args?.data?.type ? ` ${e.args.data.type}` : ''}${e.args?.data?.functionName ? ` ${e.args.data.functionName}` : ''} ${((e.tdur ?? e.dur) / 1_000).toFixed(2)}`;
  return said({ name, args, tdur, dur }) + (inside.length > 0 ? ` (${inside.map(said).join(', ')})` : '');
}

/** The thread of the page, as the trace names it. */
function mainThread(events) {
  const names = events.filter((e) => e.ph === 'M' && e.name === 'thread_name' && e.args.name === 'CrRendererMain');
  const load = (thread) => events.filter((e) => e.pid === thread.pid && e.tid === thread.tid && e.name === 'FunctionCall').length;
  return names.sort((a, b) => load(b) - load(a))[0];
}
