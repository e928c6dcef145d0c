// One core, watched (a program of its own, started by lib/standstill.mjs): sleeps a millisecond at a time and writes down when it was not let run though
// it should have been. The end of its input asks for the result: a JSON list of [epoch ms at which it ran again, ms that it waited].
const SLEEP_MS = 1;
const KEPT_MIN_MS = 2;
const cell = new Int32Array(new SharedArrayBuffer(4));
const kept = [];

process.stdin.resume();
process.stdin.on('end', () => {
  console.log(JSON.stringify(kept));
  process.exit(0);
});
watch();

/** A few sleeps at a time, then a look at the input; what that takes is not counted. */
function watch() {
  for (let n = 0; n < 50; n++) {
    const beforeMs = performance.now();
    Atomics.wait(cell, 0, 0, SLEEP_MS);
    const waitedMs = performance.now() - beforeMs - SLEEP_MS;
    if (waitedMs >= KEPT_MIN_MS) kept.push([Date.now(), waitedMs]);
  }
  setImmediate(watch);
}
