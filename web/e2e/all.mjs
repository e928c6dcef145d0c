// Every script that drives a real browser with sound, one after the other: what "./brigade test --browser" runs. Each in a process of its own; a
// script whose machine stood still, or that failed, is tried once more, and that is said.
//   node e2e/all.mjs [NAME...]
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringUp } from './lib/up.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const TRIES = 2;

/** In what order; `server`: it wants the address of one that runs. */
const SCRIPTS = [
  { name: 'echo' },
  { name: 'ears' },
  { name: 'heard' },
  { name: 'practice' },
  { name: 'copies' },
  { name: 'firstVisit', server: true },
  { name: 'troubles' },
  { name: 'load' },
  { name: 'desk' },
  { name: 'host' },
];

const wanted = process.argv.slice(2);
const chosen = SCRIPTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0) throw new Error(`there are ${SCRIPTS.map((s) => s.name).join(', ')}`);
const failed = [];
for (const script of chosen) {
  const beganMs = performance.now();
  let tries = 0;
  let code = 1;
  while (code !== 0 && tries < TRIES) {
    tries++;
    console.log(`== ${script.name}${tries > 1 ? ' once more' : ''}`);
    code = await run(script);
  }
  if (code !== 0) failed.push(script.name);
  const seconds = ((performance.now() - beganMs) / 1_000).toFixed(0);
  console.log(`== ${script.name}: ${code === 0 ? 'passed' : 'FAILED'} after ${seconds} s${tries > 1 ? `, ${tries} tries` : ''}`);
}
console.log(`${chosen.length - failed.length} passed, ${failed.length} failed${failed.length > 0 ? `: ${failed.join(', ')}` : ''}`);
process.exit(failed.length > 0 ? 1 : 0);

async function run({ name, server }) {
  const up = server ? await bringUp() : undefined;
  try {
    const words = [path.join(HERE, `${name}.mjs`), ...(up ? [up.url] : [])];
    return await new Promise((done) => spawn(process.execPath, words, { stdio: 'inherit' }).on('exit', done));
  } finally {
    await up?.close();
  }
}
