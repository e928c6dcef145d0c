// An old laptop: a process and all that it started may compute for a quarter of the time of one core. By a Linux cgroup (v1 or v2), with a
// period of 10 ms, so that it is slow rather than standing still for long.
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { descendants } from './priority.mjs';

const PERIOD_US = 10_000;
const QUOTA_US = PERIOD_US / 4;
const V1 = '/sys/fs/cgroup/cpu';
const V2 = '/sys/fs/cgroup';

/** Holds `pid` and its descendants, also future ones; `end` sets them free. Throws where it is not allowed. */
export function holdToQuarter(pid) {
  const isV2 = existsSync(`${V2}/cgroup.controllers`);
  const group = `${isV2 ? V2 : V1}/brigade-quarter-${process.pid}`;
  if (isV2) writeFileSync(`${V2}/cgroup.subtree_control`, '+cpu');
  mkdirSync(group);
  if (isV2) writeFileSync(`${group}/cpu.max`, `${QUOTA_US} ${PERIOD_US}`);
  else {
    writeFileSync(`${group}/cpu.cfs_period_us`, String(PERIOD_US));
    writeFileSync(`${group}/cpu.cfs_quota_us`, String(QUOTA_US));
  }
  const move = (to) => {
    for (const one of [pid, ...descendants(pid)]) {
      try {
        writeFileSync(`${to}/cgroup.procs`, String(one));
      } catch {
        // It ended meanwhile.
      }
    }
  };
  // Twice: whom one of them started in between.
  move(group);
  move(group);
  const held = readFileSync(`${group}/cgroup.procs`, 'utf8').trim().split('\n').length;
  console.log(`${held} processes are held to ${QUOTA_US} us of each ${PERIOD_US} us of one core (${group})`);
  return {
    end() {
      move(isV2 ? V2 : V1);
      try {
        rmdirSync(group);
      } catch {
        // Somebody is still leaving; an empty group costs nothing.
      }
    },
  };
}
