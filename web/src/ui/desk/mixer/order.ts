import type { Strip } from '../../../session/desk';

/** One line of the strips as they stand below each other. */
export type Line =
  | { kind: 'head'; key: string; name: string | null; bucket: number; people: number; closed: boolean }
  | { kind: 'strip'; key: string; id: string };

export interface Wanted {
  /** Part of a name; empty: everybody. */
  search: string;
  /** Keys of the sections that show their head only. */
  closed: ReadonlySet<string>;
}

/**
 * Everybody in sections: first those with a name, by name; then who has none, by rows. Within one by row and name.
 *
 * @param strips who sings; who only listens has no strip
 */
export function linesOf(strips: readonly Strip[], { search, closed }: Wanted): Line[] {
  const wanted = search.trim().toLocaleLowerCase();
  const groups = new Map<string, Strip[]>();
  for (const strip of strips) {
    if (strip.mode !== 'sing') continue;
    if (wanted !== '' && !strip.name.toLocaleLowerCase().includes(wanted)) continue;
    const key = strip.section ? `section:${strip.section}` : `row:${strip.bucket}`;
    const group = groups.get(key);
    if (group) group.push(strip);
    else groups.set(key, [strip]);
  }
  const collator = new Intl.Collator();
  const keys = [...groups.keys()].sort((a, b) => byGroup(groups, a, b, collator));
  return keys.flatMap((key) => {
    const people = groups.get(key) as Strip[];
    // What was searched for is shown wherever it is.
    const isClosed = wanted === '' && closed.has(key);
    const first = people[0] as Strip;
    const head: Line = {
      kind: 'head',
      key,
      name: first.section ?? null,
      bucket: first.bucket,
      people: people.length,
      closed: isClosed,
    };
    if (isClosed) return [head];
    people.sort((a, b) => a.bucket - b.bucket || collator.compare(a.name, b.name));
    return [head, ...people.map((strip): Line => ({ kind: 'strip', key: strip.id, id: strip.id }))];
  });
}

function byGroup(
  groups: ReadonlyMap<string, Strip[]>,
  a: string,
  b: string,
  collator: Intl.Collator,
): number {
  const named = Number(b.startsWith('section:')) - Number(a.startsWith('section:'));
  if (named !== 0) return named;
  if (a.startsWith('section:')) return collator.compare(a, b);
  return (groups.get(a)?.[0]?.bucket ?? 0) - (groups.get(b)?.[0]?.bucket ?? 0);
}

/** Which lines of `count`, each `height` high, a window shows that is scrolled to `top`; `[from, to)`. */
export function windowOf(
  count: number,
  height: number,
  top: number,
  windowHeight: number,
  spare: number,
  max: number,
): { from: number; to: number } {
  const first = Math.max(0, Math.floor(top / height) - spare);
  const from = Math.min(first, Math.max(0, count - 1));
  const wanted = Math.ceil((top + windowHeight) / height) + spare;
  return { from, to: Math.min(count, wanted, from + max) };
}
