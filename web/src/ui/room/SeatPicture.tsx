import type { RosterRow } from '../../net/control';
import type { RoomState } from '../../session/roomState';
import { type Texts, text } from '../../text';
import { useSession } from '../context';
import { type SeatRow, seatRows } from '../words/rows';

/** More names than this are counted instead. */
const NAMES_MAX = 12;

/** Who sits in which row, front to back, and who hears whom. */
export function SeatPicture({ state }: { state: RoomState }) {
  const session = useSession();
  const t = text.value.room.rows;
  const rows = seatRows(state);
  const last = rows.at(-1);
  const sings = session.mode.value === 'sing';
  return (
    <section class="card" aria-labelledby="rows-title">
      <h2 id="rows-title">{t.title}</h2>
      <p>{rule(text.value, rows)}</p>
      <ol class="rows">
        {rows.map((row) => (
          <li key={row.number} class={`row ${row.where}`}>
            <p class="row-head">
              <span class="row-number">
                {row.where === 'mine' ? `${t.row(row.number)} · ${t.mine}` : t.row(row.number)}
              </span>
              {sings && row.people.length > 0 && row.where === 'before' && (
                <span class="ear">{t.youHear}</span>
              )}
              {sings && row.people.length > 0 && row.where === 'after' && (
                <span class="ear">{t.theyHear}</span>
              )}
            </p>
            <Names row={row} state={state} />
          </li>
        ))}
      </ol>
      {sings && last !== undefined && last.where === 'after' && state.room.leader !== state.id && (
        <button
          type="button"
          class="plain"
          onClick={() => session.send({ type: 'seat', who: state.id, bucket: last.bucket })}
        >
          {t.lastRow}
        </button>
      )}
      <p class="hint">{t.listeners(state.room.listeners ?? 0)}</p>
    </section>
  );
}

function rule(texts: Texts, rows: readonly SeatRow[]): string {
  const t = texts.room.rows;
  const mine = rows.findIndex((row) => row.where === 'mine');
  if (mine < 0) return t.ruleListen;
  if (mine === 0) return t.ruleFirst;
  return mine === rows.length - 1 ? t.ruleLast : t.rule;
}

function Names({ row, state }: { row: SeatRow; state: RoomState }) {
  const t = text.value.room.rows;
  const shown = row.people.slice(0, NAMES_MAX);
  const more = row.people.length - shown.length;
  if (shown.length === 0) return <p class="hint">{t.empty}</p>;
  return (
    <ul class="people">
      {shown.map((person) => (
        <li key={person.id} class={person.id === state.id ? 'me' : ''}>
          {person.name}
          {notes(person, state).map((note) => (
            <span class="person-note" key={note}>
              {note}
            </span>
          ))}
        </li>
      ))}
      {more > 0 && <li>{t.more(more)}</li>}
    </ul>
  );
}

function notes(person: RosterRow, state: RoomState): string[] {
  const t = text.value.room.rows;
  return [
    person.id === state.id ? t.you : '',
    person.id === state.room.leader ? t.leads : '',
    person.muted ? t.muted : '',
    person.away ? t.away : '',
    person.ready === 'checking' ? t.checking : '',
  ].filter((note) => note !== '');
}
