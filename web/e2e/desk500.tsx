// A desk for 500 singers in the middle of a song, told by a made-up server what a real one would tell, as often. For desk500.mjs; not part of the app.
import { render } from 'preact';
import type { ServerMessage } from '../src/net/control';
import type { StripRow } from '../src/net/desk';
import { reduce } from '../src/session/roomState';
import { load } from '../src/text';
import { App } from '../src/ui/App';
import { pane } from '../src/ui/desk/pane';
import { largeRoom, tellDesk } from '../src/ui/fake/deskPeople';
import { FakeSession, statusAt } from '../src/ui/fake/fakeSession';
import { openDesk } from '../src/ui/room/DeskDoor';
import '../src/ui/style.css';

const PEOPLE = 500;
const PAGE_ROWS = 100;
const SECONDS = 60;
const SECTIONS = ['Soprano', 'Alto', 'Tenor', 'Bass', null];

/** The same every time. */
let seed = 20_261_121;
const chance = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

const ids = Array.from({ length: PEOPLE }, (_, i) => String(i + 1));
const session = new FakeSession();
session.screen.value = 'room';
session.line.value = 'open';
session.mode.value = 'sing';
session.room.value = largeRoom(PEOPLE);
await load('en');
pane.value = 'mixer';
await openDesk();
const root = document.getElementById('app');
if (!root) throw new Error('no place');
render(<App session={session} />, root);
tellDesk(session);
for (let from = 0; from < PEOPLE; from += PAGE_ROWS) {
  const rows = ids.slice(from, from + PAGE_ROWS).map(
    (id, i): StripRow => ({ ...figures(id), section: SECTIONS[(from + i) % SECTIONS.length] ?? null, calibration: 0.9, heardBy: 100 }),
  );
  tell({ type: 'strips', rows });
}

/** What a singing choir's figures do from one half second to the next. */
function figures(id: string): StripRow {
  return {
    id,
    level: Math.round(-30 + 20 * chance()),
    peak: Math.round(-12 + 10 * chance()),
    ...(chance() < 0.1 ? { late: Math.round(8 * chance()), noise: Math.round(-70 + 20 * chance()) } : {}),
    ...(chance() < 0.05 ? { timingMs: Math.round(20 * chance() - 10), timing: 0.85 } : {}),
  };
}

/** Half a second of messages: strips of all 500 in pages, a roster delta, now and then the ranking. Made beforehand: only the desk is measured. */
function half(n: number): ServerMessage[] {
  const messages: ServerMessage[] = [];
  for (let from = 0; from < PEOPLE; from += PAGE_ROWS) {
    messages.push({ type: 'strips', rows: ids.slice(from, from + PAGE_ROWS).map(figures), more: from + PAGE_ROWS < PEOPLE });
  }
  const people = session.room.value?.people;
  const rows = ids
    .filter(() => chance() < 0.1)
    .map((id) => ({ ...(people?.get(id) as NonNullable<ReturnType<NonNullable<typeof people>['get']>>), level: -24 + 6 * Math.round(2 * chance()), muted: chance() < 0.02 }));
  messages.push({ type: 'roster', version: n + 10, rows, total: PEOPLE });
  if (n % 2 === 0) {
    messages.push({
      type: 'attention',
      rows: Array.from({ length: 30 }, (_, i) => ({
        id: ids[(n * 7 + i * 13) % PEOPLE] as string,
        reason: (['clipping', 'noise', 'bleed', 'timing', 'late', 'quiet'] as const)[i % 6] as 'noise',
        weight: 30 - i,
        value: Math.round(60 * chance()),
        remedies: [{ name: 'mute', message: { type: 'mute' as const, who: ids[i] as string, muted: true } }],
      })),
    });
  }
  return messages;
}

function tell(message: ServerMessage): void {
  session.room.value = reduce(session.room.value, message);
  session.desk.received(message);
}

const script = Array.from({ length: SECONDS * 2 }, (_, n) => half(n));
let n = 0;
let strips = 0;

/** Messages of a socket come one by one, each in a task of its own. */
const begin = () => {
  setInterval(() => {
    const messages = script[n++ % script.length] ?? [];
    messages.forEach((message, i) => setTimeout(() => tell(message), 5 * i));
  }, 500);
  setInterval(() => {
    session.status.value = statusAt(106 + performance.now() / 1_000);
  }, 100);
  setInterval(() => {
    strips = Math.max(strips, document.querySelectorAll('.strip').length);
  }, 250);
};
Object.assign(window, { begin, stripsSeen: () => strips, session });
