import { describe, expect, it } from 'vitest';
import type { Line } from './order';
import { Slots } from './slots';

const strip = (id: number): Line => ({ kind: 'strip', key: `${id}`, id: `${id}` });
const head = (key: string): Line => ({ kind: 'head', key, name: key, bucket: 1, people: 3, closed: false });
const from = (first: number, count: number) => Array.from({ length: count }, (_, i) => strip(first + i));

describe('elements of the page', () => {
  it('stay with their line while it is in view, and are then taken by the next', () => {
    const slots = new Slots();
    const before = slots.place(from(0, 5));
    const after = slots.place(from(2, 5));
    expect(after.slice(0, 3)).toEqual(before.slice(2));
    expect(new Set(after)).toEqual(new Set(before));
  });

  it('never show two lines, nor a line of another kind, and are no more than were in view at once', () => {
    const slots = new Slots();
    const seen = new Set<string>();
    for (let top = 0; top < 200; top++) {
      // The one that has the focus is shown wherever it is.
      const lines = [strip(0), head(`h${top % 3}`), ...from(1 + ((top * 7) % 90), 12)];
      const places = slots.place(lines);
      expect(new Set(places).size).toBe(lines.length);
      expect(places.map((place) => place.split(' ')[0])).toEqual(lines.map(({ kind }) => kind));
      for (const place of places) seen.add(place);
      expect(places[0]).toBe('strip 0');
    }
    expect(seen.size).toBe(14);
  });
});
