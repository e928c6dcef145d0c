// What has to hold, a line each with its figure; and how a script ends: with 0 when all does, 1 when something does not, 2 when the machine stood still.
const beganMs = performance.now();
let failed = false;
let stoodStill = false;

/** Says whether something holds, after how many seconds. */
export function check(good, what) {
  console.log(`${good ? 'ok  ' : 'BAD '} ${((performance.now() - beganMs) / 1_000).toFixed(0).padStart(3)} s  ${what}`);
  failed ||= !good;
}

/** What was measured says nothing: no program can do anything while it is not let run. */
export function disturbed() {
  stoodStill = true;
}

/** Ends the script; everything that it began has ended. */
export function finish() {
  if (stoodStill) console.log('the machine stood still');
  process.exit(stoodStill ? 2 : failed ? 1 : 0);
}
