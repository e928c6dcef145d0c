// The whole app with its session in reach of a test, which drives it from outside and looks at its clocks. Not part of the app.
import { effect } from '@preact/signals';
import { render } from 'preact';
import { Session } from '../src/session/session';
import { load } from '../src/text';
import { App } from '../src/ui/App';
import { watchPage } from '../src/ui/page';
import '../src/ui/style.css';

const root = document.getElementById('app');
if (!root) throw new Error('no place');
const session = new Session(new URL(location.href));
await load('en');
watchPage(session);
render(<App session={session} />, root);

/**
 * What each line was, what clock was heard then, by how much the sound had passed its mark when it was shown, in ms (negative: before it), and for how much of that time this
 * page was not let run: then no page could have shown it. Unheard: its sample was never played, since nothing had come in time.
 */
const shown: { line: string; clock: number; lateMs: number; stoodMs: number; unheard: boolean }[] = [];
new MutationObserver(() => {
  const line = document.querySelector('.lyrics [aria-current]');
  const words = line?.textContent ?? '';
  if (!line || words === shown.at(-1)?.line) return;
  const n = [...(line.parentElement?.children ?? [])].indexOf(line) + 1;
  const mark = session.room.peek()?.marks.findLast(({ id }) => id === `line:${n}`);
  const clock = session.heardClock();
  if (mark && clock !== undefined) {
    const lateMs = (clock - mark.clock) / 48;
    shown.push({ line: words, clock, lateMs, stoodMs: stoodSince(performance.now() - lateMs), unheard: unheard(mark.clock) });
  }
}).observe(root, { subtree: true, attributes: true, attributeFilter: ['aria-current'], childList: true });

/** The longest time for which this page was not let run, in ms: then the machine stood still, and a line could not be shown. */
const stood = { ms: 0 };
/** Each time of more than 20 ms for which it was not let run; it is asked every 10. */
const stalls: { fromMs: number; toMs: number }[] = [];
const STALL_MS = 20;
const JUMP_SAMPLES = 480;
/** Where the sound went on at another place than it was, or after a hole: what lies from one clock to the other was never heard (or, if the second is the earlier one, twice). */
const jumps: { from: number; to: number; underruns: number }[] = [];
let ranMs = performance.now();
setInterval(() => {
  const nowMs = performance.now();
  stood.ms = Math.max(stood.ms, nowMs - ranMs);
  if (nowMs - ranMs > STALL_MS) stalls.push({ fromMs: ranMs, toMs: nowMs });
  ranMs = nowMs;
}, 10);

/** As the audio thread itself tells it, which it does when it happens. */
let place: { frame: number; clock: number; playing: boolean } | undefined;
effect(() => {
  const status = session.status.value;
  if (!status || (place && !place.playing && !status.playing)) return;
  const { contextFrame: frame, clock, playing, underruns } = status;
  if (place && playing) {
    const from = place.playing ? place.clock + (frame - place.frame) : place.clock;
    if (Math.abs(clock - from) > JUMP_SAMPLES) jumps.push({ from, to: clock, underruns });
  }
  place = { frame, clock, playing };
});

/** Whether the sample of that clock was jumped over. */
function unheard(clock: number): boolean {
  return jumps.some(({ from, to }) => from - JUMP_SAMPLES <= clock && clock < to);
}

/** For how many of the milliseconds from then until now this page was not let run. */
function stoodSince(fromMs: number): number {
  const nowMs = performance.now();
  const open = nowMs - ranMs > STALL_MS ? [{ fromMs: ranMs, toMs: nowMs }] : [];
  return [...stalls, ...open].reduce((sum, stall) => sum + Math.max(0, stall.toMs - Math.max(fromMs, stall.fromMs)), 0);
}

Object.assign(window, { session, shown, stood, jumps });
