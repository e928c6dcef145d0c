// A browser is started in a session of its own, and Linux gives each session the same share of a busy machine: what was given
// to this script (/proc/self/autogroup) is handed on to all that it started.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Does nothing where there is no such thing, or where it is not allowed. */
export function handOnPriority() {
  try {
    const mine = /nice (-?\d+)/.exec(readFileSync('/proc/self/autogroup', 'utf8'))?.[1];
    if (mine === undefined) return;
    for (const pid of descendants()) {
      try {
        const its = /nice (-?\d+)/.exec(readFileSync(`/proc/${pid}/autogroup`, 'utf8'))?.[1];
        if (its !== mine) writeFileSync(`/proc/${pid}/autogroup`, mine);
      } catch {
        // It ended meanwhile, or may not be raised.
      }
    }
  } catch {
    // No Linux.
  }
}

/** Process ids of all that a process started (this one, if none is named), and what they started. */
export function descendants(of = process.pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const isMine = (pid) => pid === of || (parents.has(pid) && isMine(parents.get(pid)));
  return [...parents.keys()].filter((pid) => pid !== of && isMine(pid));
}

const AUDIO_THREAD = /audio|pulse|null-sink|threaded-ml|remap/i;

/**
 * On a desktop rtkit gives the threads of sound a place before all others; here that is done by hand, where it is allowed: they use
 * a few per cent. Call it when the sound runs: each browser has its threads then. Says how many.
 */
export function putAudioFirst() {
  const threads = [];
  for (const pid of descendants()) {
    try {
      for (const tid of readdirSync(`/proc/${pid}/task`)) {
        const name = readFileSync(`/proc/${pid}/task/${tid}/comm`, 'utf8').trim();
        if (AUDIO_THREAD.test(name)) threads.push(tid);
      }
    } catch {
      // It ended meanwhile.
    }
  }
  return threads.filter((tid) => spawnSync('chrt', ['--rr', '--pid', '1', tid]).status === 0).length;
}
