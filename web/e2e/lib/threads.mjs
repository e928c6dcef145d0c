// Where a program's CPU time goes: by the names of its threads.
import { readdirSync, readFileSync } from 'node:fs';
import { descendants } from './priority.mjs';

/** CPU seconds so far of `pid` and all that it started, by the thread's name (and what kind of process it is in). */
export function threadSeconds(pid) {
  const found = new Map();
  for (const one of [pid, ...descendants(pid)]) {
    try {
      const kind = /--type=([a-z-]+)/.exec(readFileSync(`/proc/${one}/cmdline`, 'utf8'))?.[1] ?? 'main';
      for (const tid of readdirSync(`/proc/${one}/task`)) {
        const stat = readFileSync(`/proc/${one}/task/${tid}/stat`, 'utf8');
        const end = stat.lastIndexOf(')');
        const name = `${kind}: ${stat.slice(stat.indexOf('(') + 1, end)}`;
        const fields = stat.slice(end + 2).split(' ');
        // 100 ticks a second on every Linux.
        const seconds = (Number(fields[11]) + Number(fields[12])) / 100;
        found.set(name, (found.get(name) ?? 0) + seconds);
      }
    } catch {
      // It ended meanwhile.
    }
  }
  return found;
}

/** What grew most between two of them, as per cent of a core. */
export function busiest(before, after, seconds, most = 8) {
  return [...after]
    .map(([name, now]) => ({ name, percent: (100 * (now - (before.get(name) ?? 0))) / seconds }))
    .sort((a, b) => b.percent - a.percent)
    .slice(0, most)
    .map(({ name, percent }) => `${name} ${percent.toFixed(1)}`)
    .join(', ');
}

export function total(before, after) {
  const sum = (map) => [...map.values()].reduce((a, b) => a + b, 0);
  return sum(after) - sum(before);
}
