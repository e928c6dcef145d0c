// When the machine stood still: a thread on each core that comes before all others, those of sound too, and only wants to wake up each millisecond.
// What keeps such a thread waiting (the host of a virtual machine, the kernel) keeps sound waiting as well, and no program can help it. On the machine
// that this was written on a core stands still for 5 ms several times in ten seconds when others use its host.
import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** Watches until its `end()`, which gives all standstills as {@link Standstills}; it knows of none where priorities may not be raised. */
export function watchStandstill() {
  const watchers = Array.from({ length: availableParallelism() }, (_, core) => {
    const child = spawn('taskset', ['-c', String(core), process.execPath, path.join(import.meta.dirname, 'wakeUps.mjs')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    // Where there is no such program nothing is known.
    child.on('error', () => {});
    child.stdin.on('error', () => {});
    return { child, output: text(child.stdout).catch(() => '') };
  });
  const first = watchers.every(({ child }) => spawnSync('chrt', ['--all-tasks', '--rr', '--pid', '2', String(child.pid)]).status === 0);
  return {
    async end() {
      for (const { child } of watchers) child.stdin.end();
      const lists = await Promise.all(watchers.map(({ output }) => output));
      return new Standstills(first ? lists.flatMap((list) => JSON.parse(list)) : []);
    },
  };
}

class Standstills {
  #waits;

  /** Of [epoch ms at the end, ms that it took]. */
  constructor(waits) {
    this.#waits = waits;
  }

  /** The longest that touches that time, in ms; 0 if none does. */
  longestMs(fromEpochMs, toEpochMs) {
    return Math.max(0, ...this.#waits.filter(([end, ms]) => end >= fromEpochMs && end - ms <= toEpochMs).map(([, ms]) => ms));
  }

  toString() {
    const long = this.#waits.filter(([, ms]) => ms >= 5);
    return `a core let nothing run for 5 ms or more ${long.length} times, ${this.longestMs(0, Number.POSITIVE_INFINITY).toFixed(1)} ms at most`;
  }
}
