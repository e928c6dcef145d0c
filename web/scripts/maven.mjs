// What Maven runs in this module: "install", "build" or "test". Each does nothing when there is nothing to do, so that a Java
// developer's build does not wait for npm.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const WEB = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const SOURCES = [
  'src',
  'public',
  'index.html',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
];
const REPORT = path.join(WEB, 'target/surefire-reports/TEST-web.xml');

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22)) {
  console.error(`needs Node.js 20.19 or later (or 22.12 or later), this is ${process.version}`);
  process.exit(1);
}

const work = { install, build, test }[process.argv[2]];
if (!work) throw new Error('say install, build or test');
process.exit(work());

/** Fetches the packages when the lock file is newer than what lies there. */
function install() {
  const installed = path.join(WEB, 'node_modules/.package-lock.json');
  if (existsSync(installed) && changedAt(installed) >= changedAt(path.join(WEB, 'package-lock.json')))
    return 0;
  return npm('ci', '--no-audit', '--no-fund');
}

function build() {
  const page = path.join(WEB, 'target/classes/brigade/web/index.html');
  if (existsSync(page) && SOURCES.every((name) => newestBelow(path.join(WEB, name)) < changedAt(page)))
    return 0;
  return npm('run', 'build');
}

/** As surefire does: with maven.test.failure.ignore a failed test is in the report, and the build goes on. */
function test() {
  const code = npm('test');
  if (code === 0 || process.env.BRIGADE_TEST_FAILURE_IGNORE !== 'true' || !existsSync(REPORT)) return code;
  const failed = /<testsuites [^>]*(failures|errors)="[1-9]/.test(readFileSync(REPORT, 'utf8'));
  return failed ? 0 : code;
}

function npm(...words) {
  const { status, error } = spawnSync('npm', words, {
    cwd: WEB,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(`npm: ${error.message}`);
  return status ?? 1;
}

function changedAt(file) {
  return statSync(file).mtimeMs;
}

/** Folders count too: one that lost a file has changed. */
function newestBelow(file) {
  if (!statSync(file).isDirectory()) return changedAt(file);
  return Math.max(changedAt(file), ...readdirSync(file).map((name) => newestBelow(path.join(file, name))));
}
