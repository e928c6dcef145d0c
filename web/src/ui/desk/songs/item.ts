import type { Item, ItemKind, Timing } from '../../../net/desk';
import { linesOf } from '../../words/lyrics';

export const KINDS: readonly ItemKind[] = ['song', 'spoken', 'picture', 'silence', 'listen-back'];

/** A new one, with an id that nobody else has. */
export function newItem(kind: ItemKind, title: string): Item {
  return { id: newId(), kind, title };
}

export const newId = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 20);

/** A line of the words with what is known of its time. */
export interface TimedLine {
  /** From 1, blank lines counted. */
  number: number;
  words: string;
  /** After the first beat; undefined: not yet known. */
  ms: number | undefined;
}

/** The lines of a song with their times. */
export function timedLines(item: { lyrics?: string; timings?: readonly Timing[] }): TimedLine[] {
  const times = new Map((item.timings ?? []).map((timing) => [timing.id, timing.ms]));
  return linesOf(item.lyrics ?? '').map((words, i) => ({
    number: i + 1,
    words,
    ms: times.get(`line:${i + 1}`),
  }));
}

/** With that time for that mark; without one it is taken away. In order of time. */
export function withTiming(timings: readonly Timing[], id: string, ms: number | undefined): Timing[] {
  const others = timings.filter((timing) => timing.id !== id);
  const all = ms === undefined ? others : [...others, { id, ms: Math.max(0, Math.round(ms)) }];
  return all.sort((a, b) => a.ms - b.ms);
}

/** The next line that is sung after `line`: blank ones have no time. */
export function nextLine(lines: readonly TimedLine[], line: number): number | undefined {
  return lines.find(({ number, words }) => number > line && words.trim() !== '')?.number;
}

/** The lines that only who leads sings, as `[first, last]`, by the marks in between; only where the lines have times. */
export function soloLines(timings: readonly Timing[]): { from: number; to: number } | undefined {
  const off = timings.find(({ id }) => id === 'crowd:off');
  const on = timings.find(({ id }) => id === 'crowd:on');
  if (!off) return undefined;
  const lines = timings
    .filter(({ id, ms }) => id.startsWith('line:') && ms >= off.ms && (on === undefined || ms < on.ms))
    .map(({ id }) => Number(id.slice('line:'.length)));
  return lines.length === 0 ? undefined : { from: Math.min(...lines), to: Math.max(...lines) };
}

/** Timings by which the crowd is silent from line `from` to the end of line `to`; undefined: it sings all. */
export function withSolo(
  timings: readonly Timing[],
  solo: { from: number; to: number } | undefined,
): Timing[] {
  const plain = timings.filter(({ id }) => !id.startsWith('crowd:'));
  if (!solo) return plain;
  const off = plain.find(({ id }) => id === `line:${solo.from}`);
  if (!off) return plain;
  const after = plain
    .filter(({ id }) => id.startsWith('line:') && Number(id.slice('line:'.length)) > solo.to)
    .sort((a, b) => a.ms - b.ms)[0];
  const found = withTiming(plain, 'crowd:off', off.ms);
  return after ? withTiming(found, 'crowd:on', after.ms) : found;
}

/** The order with one item moved up or down. */
export function moved(order: readonly string[], id: string, by: number): string[] {
  const at = order.indexOf(id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= order.length) return [...order];
  const next = order.filter((other) => other !== id);
  next.splice(to, 0, id);
  return next;
}

/** How long one repeat of a round takes and how long all do, in seconds; undefined: no round. */
export function roundSeconds(
  tempo: Item['tempo'],
  rounds: Item['rounds'],
): { every: number; all: number } | undefined {
  if (!tempo || !rounds || tempo.bpm <= 0 || rounds.bpr <= 0 || rounds.repeats <= 0) return undefined;
  const every = (rounds.bpr * 60) / tempo.bpm;
  return { every, all: every * rounds.repeats };
}

/** The server takes no longer ones. */
export const ROUND_MAX_SECONDS = 90;

/** A time as minutes, seconds and tenths. */
export function clockText(ms: number): string {
  const tenths = Math.round(ms / 100);
  const minutes = Math.floor(tenths / 600);
  return `${minutes}:${String(Math.floor((tenths % 600) / 10)).padStart(2, '0')}.${tenths % 10}`;
}
