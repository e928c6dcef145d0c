import type { RosterRow } from '../../net/control';
import type { RoomState } from '../../session/roomState';

/** One row of seats as it is drawn. */
export interface SeatRow {
  number: number;
  /** Where it is from where one sits oneself. */
  where: 'before' | 'mine' | 'after' | 'listen';
  people: RosterRow[];
}

/** All rows from the front to the back; those who only listen sit in none. */
export function seatRows(state: RoomState): SeatRow[] {
  const mine = state.seat.bucket;
  const people = [...state.people.values()].filter((p) => p.mode === 'sing' && p.bucket > 0);
  const rows = Math.max(mine, ...people.map((p) => p.bucket), Math.min(1, state.room.rows ?? 1));
  return Array.from({ length: rows }, (_, i) => {
    const number = i + 1;
    const where = mine === 0 ? 'listen' : number < mine ? 'before' : number > mine ? 'after' : 'mine';
    const inRow = people.filter((p) => p.bucket === number);
    inRow.sort((a, b) => rank(state, a) - rank(state, b) || a.name.localeCompare(b.name));
    return { number, where, people: inRow };
  });
}

/** The leader first, then oneself, then the others by name. */
function rank(state: RoomState, person: RosterRow): number {
  if (person.id === state.room.leader) return 0;
  return person.id === state.id ? 1 : 2;
}
