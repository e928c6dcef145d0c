// What singing costs a device: the real page sings behind a robot for a minute on a free machine, then for another with the whole browser
// held to a quarter of a core. Prints how busy the page's own thread is, how the heap of the audio worklet grows, and what was lost.
//   node e2e/load.mjs [--seconds 60] [--only free|quarter]
//     needs PulseAudio; starts a server of its own; the quarter needs a cgroup that may be written (root on Linux)
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openAir } from './lib/air.mjs';
import { launchServer } from './lib/browser.mjs';
import { holdToQuarter } from './lib/cgroup.mjs';
import { recordSink } from './lib/record.mjs';
import { relayTo } from './lib/relay.mjs';
import { pageFolder, serve } from './lib/site.mjs';
import { busiest, threadSeconds, total } from './lib/threads.mjs';
import { bringUp, COMMAND } from './lib/up.mjs';
import { writeVoice } from './lib/voice.mjs';

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, only: { type: 'string', default: '' } },
});
const SECONDS = Number(options.seconds);
const RATE = 48_000;
const FRAME = 960;
const MAIN_MAX = 0.05;
/** A worklet that allocates a quantum's worth of sound each time would be 11 MB further on after a minute. */
const HEAP_GROWTH_MAX_BYTES = 64 * 1024;
const WAIT_MS = 60_000;

const dir = mkdtempSync(path.join(tmpdir(), 'brigade-load-'));
const up = await bringUp();
const relay = relayTo(up.url);
const site = await serve(pageFolder(), relay.routes);
relay.attach(site.server);
const air = await openAir(['singer']);
const { browser, pid, end } = await launchServer({ env: air.env('singer') });
let leader;
let release;
let holds = true;
try {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  page.on('pageerror', (error) => console.log(`page: ${error.message}`));
  const cdp = await page.context().newCDPSession(page);
  const worklet = await watchWorklets(cdp);
  await goIn(page);
  const lead = path.join(dir, 'lead.wav');
  writeVoice(lead, 3, 2 * SECONDS + 120);
  leader = spawn(COMMAND, ['sing', '--wav', lead, '--name', 'Ada', '--lead', '--url', up.url], { stdio: 'ignore' });
  await page.getByText('The song is with you').waitFor({ timeout: 90_000 });
  await page.waitForTimeout(6_000);
  if (options.only !== 'quarter') holds = (await measure('free', cdp, worklet)) && holds;
  if (options.only !== 'free') {
    release = holdToQuarter(pid);
    await page.waitForTimeout(8_000);
    holds = (await measure('a quarter of a core', cdp, worklet)) && holds;
  }
} catch (error) {
  console.log(String(error).split('\n')[0]);
  console.log(await browser.contexts()[0]?.pages()[0]?.locator('main').innerText());
  holds = false;
} finally {
  leader?.kill('SIGTERM');
  release?.end();
  await end();
  air.close();
  site.close();
  await up.close();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(holds ? 0 : 1);

/** Through the sound check into the room, without the clicks: how late he sings says nothing here. */
async function goIn(page) {
  await page.goto(`${site.url}/index.html`);
  await page.getByLabel('Your name').fill('Maria');
  await page.getByRole('button', { name: 'Sing', exact: true }).click();
  await page.getByRole('button', { name: 'My headphones are on' }).click();
  await page.getByRole('button', { name: 'Turn on the microphone' }).click();
  await page.getByText('Other ways than the clicks').click();
  await page.getByRole('button', { name: 'Use this' }).click();
  await page.getByRole('button', { name: 'Go in and sing' }).click();
  await page.locator('.song-line').waitFor({ timeout: WAIT_MS });
}

async function measure(name, cdp, worklet) {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const recording = recordSink(air, 'singer');
  const peer = relay.peers.get('Maria');
  const heapBefore = await worklet.heapBytes();
  const busyBefore = await busySeconds(cdp);
  const threadsBefore = threadSeconds(pid);
  const sentBefore = peer.voice.length;
  const beganMs = performance.now();
  await new Promise((done) => setTimeout(done, SECONDS * 1_000));
  const seconds = (performance.now() - beganMs) / 1_000;
  const busy = ((await busySeconds(cdp)) - busyBefore) / seconds;
  const threads = threadSeconds(pid);
  const used = total(threadsBefore, threads) / seconds;
  const sent = peer.voice.slice(sentBefore);
  const sound = recording.stop();
  const heapAfter = await worklet.heapBytes();
  const grown = heapAfter - heapBefore;
  const gaps = silences(sound);
  const { missing, back } = jumps(sent);
  const sounds = sound.length / RATE;
  const ok = busy < MAIN_MAX && grown < HEAP_GROWTH_MAX_BYTES && gaps.length === 0 && missing === 0 && sounds > SECONDS - 2;
  console.log(
    `${name}, ${seconds.toFixed(0)} s of singing: the page's own thread computes ${(100 * busy).toFixed(2)} % of the time; the worklet's heap is ${(heapBefore / 1024).toFixed(0)} kB, ` +
      `then ${(heapAfter / 1024).toFixed(0)} kB (${grown} bytes more, after collecting both times); ${gaps.length} dropouts in ${sounds.toFixed(0)} s of what is heard, ` +
      `${missing} samples missing in ${sent.length} messages of what is sung (stamps put back by ${back}); the browser's processes used ${(100 * used).toFixed(0)} % of a core: ${ok ? 'ok' : 'WRONG'}`,
  );
  console.log(`  busiest threads, % of a core: ${busiest(threadsBefore, threads, seconds)}`);
  if (gaps.length > 0) console.log(`silent at ${gaps.map((g) => `${g.at.toFixed(2)} s for ${g.ms} ms`).join(', ')}`);
  return ok;
}

/** CPU time of the page's thread so far. */
async function busySeconds(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find((m) => m.name === 'TaskDuration').value;
}

/** The page's audio worklet as the debugger sees it: a target of its own below the page. */
async function watchWorklets(cdp) {
  let session;
  let next = 1;
  const waiting = new Map();
  cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worklet') session = sessionId;
  });
  cdp.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    waiting.get(id)?.(result);
  });
  await cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const ask = async (method) => {
    const id = next++;
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    await cdp.send('Target.sendMessageToTarget', { sessionId: session, message: JSON.stringify({ id, method }) });
    return answer;
  };
  return {
    /** After a collection: what stays. */
    async heapBytes() {
      await ask('HeapProfiler.collectGarbage');
      const { usedSize, backingStorageSize = 0 } = await ask('Runtime.getHeapUsage');
      return usedSize + backingStorageSize;
    },
  };
}

/** Stretches of 5 ms and more without any sound: the tune has none. */
function silences(sound) {
  const found = [];
  let run = 0;
  // The recording begins before anything was asked for.
  for (let i = RATE / 2; i < sound.length; i++) {
    if (Math.abs(sound[i]) < 1e-5) {
      run++;
      continue;
    }
    if (run >= 240) found.push({ at: (i - run) / RATE, ms: Math.round((run * 1_000) / RATE) });
    run = 0;
  }
  return found;
}

/** What is missing between the clocks of voice messages, and by how much their stamps were put back: sound came later (the machine stood still). */
function jumps(messages) {
  let missing = 0;
  let back = 0;
  for (let i = 1; i < messages.length; i++) {
    const before = messages[i - 1];
    const jump = Number(messages[i].readBigInt64BE(8)) - Number(before.readBigInt64BE(8)) - before[6] * FRAME;
    missing += Math.max(0, jump);
    back += Math.max(0, -jump);
  }
  return { missing, back };
}
