// The whole app with its session in reach of a test, which drives it from outside and looks at its clocks. Not part of the app.
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

/** What each line was, and by how much the sound had passed its mark when it was shown, in ms; negative: before it. */
const shown: { line: string; lateMs: number }[] = [];
new MutationObserver(() => {
  const line = document.querySelector('.lyrics [aria-current]');
  const words = line?.textContent ?? '';
  if (!line || words === shown.at(-1)?.line) return;
  const n = [...(line.parentElement?.children ?? [])].indexOf(line) + 1;
  const mark = session.room.peek()?.marks.findLast(({ id }) => id === `line:${n}`);
  const clock = session.heardClock();
  if (mark && clock !== undefined) shown.push({ line: words, lateMs: (clock - mark.clock) / 48 });
}).observe(root, { subtree: true, attributes: true, attributeFilter: ['aria-current'], childList: true });

/** The longest time for which this page was not let run, in ms: then the machine stood still, and a line could not be shown. */
const stood = { ms: 0 };
/** Where the sound went on at another place than it was, by more than 50 ms: what lies between was never heard, or twice. */
const jumps: { clock: number; ms: number }[] = [];
let ranMs = performance.now();
let heard: number | undefined;
setInterval(() => {
  const nowMs = performance.now();
  stood.ms = Math.max(stood.ms, nowMs - ranMs);
  const clock = session.heardClock();
  if (heard !== undefined && clock !== undefined) {
    const ms = (clock - heard) / 48 - (nowMs - ranMs);
    if (Math.abs(ms) > 50) jumps.push({ clock: heard, ms });
  }
  heard = clock;
  ranMs = nowMs;
}, 10);

Object.assign(window, { session, shown, stood, jumps });
