// After each build: what a singer's first visit loads, compressed. Fails above the limit, and when test helpers got into the app.
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

// A visitor loads one language; English is the larger or the smaller by little.
const total = files
  .filter(({ name }) => !/^assets\/en-/.test(name))
  .reduce((sum, file) => sum + file.compressed, 0);

for (const { name, compressed } of files)
  console.log(`${(compressed / 1000).toFixed(1).padStart(7)} kB  ${name}`);
console.log(
  `${(total / 1000).toFixed(1).padStart(7)} kB  first visit, compressed; limit ${LIMIT_BYTES / 1000} kB`,
);

const helpers = files.filter(({ text }) => /FakeSession|Spring choir/.test(text));
if (helpers.length > 0) fail(`test helpers got into ${helpers.map((file) => file.name).join(', ')}`);
if (total > LIMIT_BYTES) fail('a first visit is too large');

function fail(why) {
  console.error(why);
  process.exit(1);
}
