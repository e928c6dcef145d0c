import { describe, expect, it } from 'vitest';
import { ITEMS } from '../../fake/deskPeople';
import { person } from '../../fake/people';
import { linesOf, windowOf } from '../mixer/order';
import { rowCounts } from '../rows';
import { type BundledFile, BundleError, pack, renamed, unpack } from './bundle';
import {
  clockText,
  moved,
  nextLine,
  roundSeconds,
  soloLines,
  timedLines,
  withSolo,
  withTiming,
} from './item';

describe('a set list that travels', () => {
  const files = new Map<string, BundledFile>([
    ['River (piano)', { kind: 'track', name: 'River (piano)', bytes: Uint8Array.of(79, 103, 103, 83) }],
    ['f00d', { kind: 'image', name: 'page 1', bytes: Uint8Array.of(0xff, 0xd8, 1) }],
  ]);

  it('comes back as it went, under new ids', () => {
    const packed = pack({ items: [...ITEMS], files });
    const bundle = unpack(packed);
    expect(bundle.items.map(({ id, ...rest }) => rest)).toEqual(ITEMS.map(({ id, ...rest }) => rest));
    expect(bundle.items.some((item, i) => item.id === ITEMS[i]?.id)).toBe(false);
    expect(bundle.files).toEqual(files);
  });

  it('may be the list alone, as JSON', () => {
    const json = JSON.stringify({ format: 'brigade-setlist', version: 1, items: ITEMS });
    expect(unpack(new TextEncoder().encode(json)).items).toHaveLength(ITEMS.length);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['other JSON', new TextEncoder().encode('{"items": []}')],
    ['a broken zip file', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)],
    [
      'items that are none',
      new TextEncoder().encode('{"format":"brigade-setlist","items":[{"kind":"x"},3]}'),
    ],
  ])('is refused when it is %s', (_, bytes) => {
    expect(() => unpack(bytes)).toThrow(BundleError);
  });

  it('names its files as they are called here', () => {
    const names = new Map([
      ['River (piano)', 'River (piano) 2'],
      ['f00d', 'beef'],
    ]);
    const items = renamed(
      [
        { id: 'a', kind: 'song', title: 'A', track: 'River (piano)', pages: ['f00d', 'lost'] },
        { id: 'b', kind: 'song', title: 'B', track: 'lost' },
      ],
      names,
    );
    expect(items).toEqual([
      { id: 'a', kind: 'song', title: 'A', track: 'River (piano) 2', pages: ['beef'] },
      { id: 'b', kind: 'song', title: 'B' },
    ]);
  });
});

describe('the lines of a song', () => {
  const river = ITEMS[1] as (typeof ITEMS)[number];

  it('have times, and the next one is never a blank one', () => {
    const lines = timedLines(river);
    expect(lines.find(({ number }) => number === 3)).toMatchObject({ ms: 8_000 });
    expect(nextLine(lines, 0)).toBe(1);
    expect(nextLine(lines, 4)).toBe(6);
    expect(nextLine(lines, 9)).toBeUndefined();
  });

  it('stay in the order of time, one time a line', () => {
    const timings = withTiming(withTiming([], 'line:2', 900.4), 'line:1', 100);
    expect(withTiming(timings, 'line:2', -5)).toEqual([
      { id: 'line:2', ms: 0 },
      { id: 'line:1', ms: 100 },
    ]);
    expect(withTiming(timings, 'line:2', undefined)).toEqual([{ id: 'line:1', ms: 100 }]);
  });

  it('make a solo verse and take it away', () => {
    expect(soloLines(river.timings ?? [])).toEqual({ from: 6, to: 7 });
    const none = withSolo(river.timings ?? [], undefined);
    expect(none.some(({ id }) => id.startsWith('crowd:'))).toBe(false);
    const last = withSolo(none, { from: 8, to: 9 });
    expect(last.filter(({ id }) => id.startsWith('crowd:'))).toEqual([{ id: 'crowd:off', ms: 24_000 }]);
    expect(soloLines(last)).toEqual({ from: 8, to: 8 });
    expect(withSolo(none, { from: 9, to: 9 })).toEqual(none);
  });

  it('say how long a round takes, and when a line comes', () => {
    expect(roundSeconds({ bpm: 120, beats: 4 }, { bpr: 8, repeats: 3 })).toEqual({ every: 4, all: 12 });
    expect(roundSeconds(undefined, { bpr: 8, repeats: 3 })).toBeUndefined();
    expect(clockText(83_460)).toBe('1:23.5');
    expect(clockText(59_970)).toBe('1:00.0');
  });

  it('move in the list, and stop at its ends', () => {
    expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 'a', -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 'x', 1)).toEqual(['a', 'b']);
  });
});

describe('the strips', () => {
  const strips = [
    { ...person('1', 'Ada', 1) },
    { ...person('2', 'Ben', 3), section: 'Tenor' },
    { ...person('3', 'Carl', 2), section: 'Tenor' },
    { ...person('4', 'Dora', 2), section: 'Alto' },
    { ...person('5', 'Emil', 0, { mode: 'listen' as const }) },
  ];
  const keys = (search: string, closed: string[] = []) =>
    linesOf(strips, { search, closed: new Set(closed) }).map(({ key }) => key);

  it('stand in sections, the others by rows; who listens has none', () => {
    expect(keys('')).toEqual(['section:Alto', '4', 'section:Tenor', '3', '2', 'row:1', '1']);
    expect(keys('', ['section:Tenor'])).toEqual(['section:Alto', '4', 'section:Tenor', 'row:1', '1']);
  });

  it('are found by name, in closed sections too', () => {
    expect(keys('AR', ['section:Tenor'])).toEqual(['section:Tenor', '3']);
    expect(keys('nobody')).toEqual([]);
  });

  it('are in the page only where they are seen', () => {
    expect(windowOf(500, 60, 0, 600, 3, 40)).toEqual({ from: 0, to: 13 });
    expect(windowOf(500, 60, 6_000, 600, 3, 40)).toEqual({ from: 97, to: 113 });
    expect(windowOf(500, 60, 29_400, 600, 3, 40)).toEqual({ from: 487, to: 500 });
    expect(windowOf(500, 60, 0, 60_000, 3, 40)).toEqual({ from: 0, to: 40 });
    expect(windowOf(0, 60, 0, 600, 3, 40)).toEqual({ from: 0, to: 0 });
    expect(windowOf(4, 60, 9_000, 600, 3, 40).from).toBeLessThan(4);
  });

  it('count their rows from the front', () => {
    expect(rowCounts(strips)).toEqual([
      { number: 1, bucket: 1, people: 1 },
      { number: 2, bucket: 2, people: 2 },
      { number: 3, bucket: 3, people: 1 },
    ]);
  });
});
