import type { RosterRow } from '../../net/control';

/** A row where somebody sits: its number as it is seen, counted from the front. */
export interface RowCount {
  number: number;
  bucket: number;
  people: number;
}

/** The rows where somebody sits, front to back; cheap, since a desk looks twice a second at 500 people. */
export function rowCounts(people: Iterable<RosterRow>): RowCount[] {
  const counts = new Map<number, number>();
  for (const { mode, bucket } of people) {
    if (mode === 'sing' && bucket > 0) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([bucket, count], i) => ({ number: i + 1, bucket, people: count }));
}
