// A real "./brigade up" for a test: its own port, its own data folder, ended with everything it started.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { handOnPriority } from './priority.mjs';

/** Another build may be named, for work on the page alone. */
export const COMMAND = process.env.BRIGADE_E2E_COMMAND ?? path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../brigade');
const READY_MAX_MS = 300_000;

/** Starts it; again with the same `data` and `port` it is the same server after a restart. */
export async function bringUp({ data = mkdtempSync(path.join(tmpdir(), 'brigade-up-')), port } = {}) {
  const chosen = port ?? (await freePort());
  const process_ = spawn(COMMAND, ['up', '--port', String(chosen), '--data', data, '--shards', '2'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const out of [process_.stdout, process_.stderr]) {
    out.on('data', (bytes) => {
      said += bytes;
    });
  }
  // Also to what it starts again later.
  const raising = setInterval(handOnPriority, 1_000);
  process_.on('exit', () => clearInterval(raising));
  const ended = new Promise((done) => process_.on('exit', done));
  const url = `http://localhost:${chosen}`;
  const untilMs = Date.now() + READY_MAX_MS;
  while (!(await isReady(url))) {
    if (process_.exitCode !== null || Date.now() > untilMs) throw new Error(`"brigade up" did not start: ${said}`);
    await new Promise((done) => setTimeout(done, 200));
  }
  return {
    url,
    data,
    port: chosen,
    /** Waits until all of it answers. */
    async ready() {
      while (!(await isReady(url))) await new Promise((done) => setTimeout(done, 200));
    },
    /** Kills one of its processes, by its name in run.json; the launcher starts it again. */
    kill(name) {
      const { children } = JSON.parse(readFileSync(path.join(data, 'run.json'), 'utf8'));
      const found = Object.entries(children).find(([key]) => key.includes(name));
      if (!found) throw new Error(`no ${name} in ${Object.keys(children)}`);
      process.kill(found[1].pid, 'SIGKILL');
    },
    /** Ctrl-C; the data stay for the next one. */
    async stop() {
      process_.kill('SIGTERM');
      await ended;
    },
    async close() {
      if (process_.exitCode === null) await this.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function isReady(url) {
  try {
    return (await (await fetch(`${url}/healthz`)).json()).status === 'ok';
  } catch {
    return false;
  }
}

async function freePort() {
  const server = net.createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}
