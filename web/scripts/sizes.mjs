// After each build: what a singer's first visit loads, compressed, and what the host's desk adds. Fails above the limit, when test helpers got
// into the app, and when something of the desk got into what everybody loads.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const APP = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../target/classes/brigade/web');
const LIMIT_BYTES = 300_000;

const files = readdirSync(APP, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath, entry.name))
  .map((file) => ({ name: path.relative(APP, file), bytes: readFileSync(file) }))
  .map(({ name, bytes }) => ({
    name,
    compressed: gzipSync(bytes, { level: 6 }).length,
    text: bytes.toString(),
  }))
  .sort((a, b) => b.compressed - a.compressed);

// What index.html loads, and what that loads in turn without being asked. The desk is asked for by a press.
const first = new Set();
const follow = (name) => {
  const file = files.find((one) => one.name === name);
  if (!file || first.has(name)) return;
  first.add(name);
  for (const other of files) {
    const base = path.basename(other.name);
    const isLazy = new RegExp(`import\\((["'\`])\\./${escaped(base)}\\1\\)`).test(file.text);
    const onlyForDesk = DESK.test(base);
    // One of the languages is loaded at once; English is the larger or the smaller by little.
    if (file.text.includes(base) && !onlyForDesk && (!isLazy || /^de-/.test(base))) follow(other.name);
  }
};

/** Parts that only the desk loads. */
const DESK = /^(desk|track\.worker|pdf)/;
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
follow('index.html');
follow('icon.svg');
const sum = (some) => some.reduce((bytes, file) => bytes + file.compressed, 0);
const visit = files.filter(({ name }) => first.has(name));
const total = sum(visit);

for (const { name, compressed } of files)
  console.log(`${(compressed / 1000).toFixed(1).padStart(7)} kB  ${name}`);
console.log(
  `${(total / 1000).toFixed(1).padStart(7)} kB  first visit, compressed; limit ${LIMIT_BYTES / 1000} kB`,
);

console.log(
  `${(sum(files) / 1000 - total / 1000).toFixed(1).padStart(7)} kB  more for a host who uses everything, all languages`,
);

const helpers = files.filter(({ text }) => /FakeSession|Spring choir/.test(text));
if (helpers.length > 0) fail(`test helpers got into ${helpers.map((file) => file.name).join(', ')}`);
const desks = visit.filter(({ text }) => /Set list|PDFWorker|brigade-setlist/.test(text));
if (desks.length > 0) fail(`the desk got into ${desks.map((file) => file.name).join(', ')}`);
if (total > LIMIT_BYTES) fail('a first visit is too large');

function fail(why) {
  console.error(why);
  process.exit(1);
}
