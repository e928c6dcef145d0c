import type { RosterRow } from '../../net/control';
import type { RoomState } from '../../session/roomState';

/** One row of seats as it is drawn. */
export interface SeatRow {
  number: number;
  bucket: number;
  /** Where it is from where one sits oneself. */
  where: 'before' | 'mine' | 'after' | 'listen';
  people: RosterRow[];
}

/** The rows where somebody sits, from the front to the back, counted by what is seen; who only listens sits in none. */
export function seatRows(state: RoomState): SeatRow[] {
  const mine = state.seat.bucket;
  const people = [...state.people.values()].filter((p) => p.mode === 'sing' && p.bucket > 0);
  const buckets = [...new Set([...people.map((p) => p.bucket), ...(mine > 0 ? [mine] : [])])].sort(
    (a, b) => a - b,
  );
  return buckets.map((bucket, i) => {
    const where = mine === 0 ? 'listen' : bucket < mine ? 'before' : bucket > mine ? 'after' : 'mine';
    const inRow = people.filter((p) => p.bucket === bucket);
    inRow.sort((a, b) => rank(state, a) - rank(state, b) || a.name.localeCompare(b.name));
    return { number: i + 1, bucket, where, people: inRow };
  });
}

/** The leader first, then oneself, then the others by name. */
function rank(state: RoomState, person: RosterRow): number {
  if (person.id === state.room.leader) return 0;
  return person.id === state.id ? 1 : 2;
}
