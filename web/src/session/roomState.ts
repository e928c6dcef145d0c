import type {
  HeardState,
  RoomMessage,
  RosterMessage,
  RosterRow,
  SeatMessage,
  ServerMessage,
  SongMessage,
} from '../net/control';

/** One line of the chat. */
export interface ChatLine {
  from: string;
  name: string;
  text: string;
  mine: boolean;
  personal: boolean;
}

/** All that is known of the room, put together from versioned changes. A value: each change makes a new one. */
export interface RoomState {
  id: string;
  role: string;
  seat: Omit<SeatMessage, 'type'>;
  room: Omit<RoomMessage, 'type'>;
  song: Omit<SongMessage, 'type'> | null;
  people: ReadonlyMap<string, RosterRow>;
  total: number;
  heard: { state: HeardState; downstream: number };
  chat: readonly ChatLine[];
  marks: readonly { id: string; clock: number }[];
}

const CHAT_LINES_KEPT = 200;
const MARKS_KEPT = 5_000;

/** The room after `message`; `state` itself when it changes nothing. Before the welcome there is no room. */
export function reduce(state: RoomState | undefined, message: ServerMessage): RoomState | undefined {
  if (message.type === 'welcome') {
    return {
      id: message.id,
      role: message.role,
      seat: message.seat,
      room: message.room,
      song: message.song,
      people: roster(new Map(), { type: 'roster', ...message.roster }),
      total: message.roster.total ?? message.roster.rows.length,
      heard: { state: 'nobody', downstream: 0 },
      // A resume keeps what was said.
      chat: state?.chat ?? [],
      marks: state?.id === message.id ? state.marks : [],
    };
  }
  if (!state) return state;
  switch (message.type) {
    case 'room': {
      const { type: _, ...changed } = message;
      return { ...state, room: message.whole ? changed : { ...state.room, ...changed } };
    }
    case 'roster':
      return { ...state, people: roster(state.people, message), total: message.total ?? state.total };
    case 'seat': {
      const { type: _, ...seat } = message;
      return { ...state, seat };
    }
    case 'song': {
      const { type: _, ...song } = message;
      const isNew = state.song?.song !== song.song;
      return { ...state, song, marks: isNew ? [] : state.marks };
    }
    case 'heard':
      return { ...state, heard: { state: message.state, downstream: message.downstream } };
    case 'mark':
      return {
        ...state,
        marks: [...state.marks, { id: message.id, clock: message.clock }].slice(-MARKS_KEPT),
      };
    case 'chat':
      return say(state, message.from, message.name, message.text, false);
    case 'private':
      return say(state, message.from, undefined, message.text, true);
    default:
      return state;
  }
}

function say(
  state: RoomState,
  from: string,
  name: string | undefined,
  text: string,
  personal: boolean,
): RoomState {
  const line: ChatLine = {
    from,
    name: name ?? state.people.get(from)?.name ?? '',
    text,
    mine: from === state.id,
    personal,
  };
  return { ...state, chat: [...state.chat, line].slice(-CHAT_LINES_KEPT) };
}

function roster(
  people: ReadonlyMap<string, RosterRow>,
  message: RosterMessage,
): ReadonlyMap<string, RosterRow> {
  const next = new Map(people);
  for (const id of message.gone ?? []) next.delete(id);
  for (const row of message.rows) next.set(row.id, { ...next.get(row.id), ...row });
  return next;
}

/** Where the song is for a listener who hears `clock` now. */
export type SongMoment =
  | { kind: 'none' }
  /** It was started and has not reached this seat. */
  | { kind: 'coming'; inSamples: number }
  | { kind: 'here'; sinceSamples: number }
  | { kind: 'over' };

/** What a song is to somebody at whose seat `clock` sounds. */
export function songMoment(song: RoomState['song'], clock: number | undefined): SongMoment {
  if (!song || clock === undefined || song.startClock <= 1 || song.phase === 'idle') return { kind: 'none' };
  if (clock < song.startClock) return { kind: 'coming', inSamples: song.startClock - clock };
  if (song.endClock !== null && song.endClock > 1 && clock >= song.endClock) return { kind: 'over' };
  return { kind: 'here', sinceSamples: clock - song.startClock };
}
