import type {
  HeardState,
  RoomMessage,
  RosterMessage,
  RosterRow,
  SeatMessage,
  ServerMessage,
  SongMessage,
} from '../net/control';
import type { ItemOn, PrivateAction } from '../net/desk';

/** One line of the chat. */
export interface ChatLine {
  from: string;
  name: string;
  text: string;
  mine: boolean;
  personal: boolean;
  /** By which it can be taken away; absent where nobody can. */
  chat?: number;
  /** A button that the writer put under it. */
  action?: PrivateAction;
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
  /** What was on before `room.item`: who has not reached the new one yet still sees it. */
  before?: { item: ItemOn | null; lyrics: string };
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
      marks: message.marks ?? (state?.id === message.id ? state.marks : []),
    };
  }
  if (!state) return state;
  switch (message.type) {
    case 'room': {
      const { type: _, ...changed } = message;
      const { tracks, lyrics, item } = state.room;
      // The whole comes without what is long; that is told when it changes.
      const kept = { ...(tracks ? { tracks } : {}), ...(lyrics === undefined ? {} : { lyrics }) };
      const room = message.whole ? { ...kept, ...changed } : { ...state.room, ...changed };
      const isNew =
        changed.item !== undefined &&
        (changed.item?.id !== item?.id || changed.item?.fromClock !== item?.fromClock);
      return { ...state, room, ...(isNew ? { before: { item: item ?? null, lyrics: lyrics ?? '' } } : {}) };
    }
    case 'roster':
      return { ...state, people: roster(state.people, message), total: message.total ?? state.total };
    case 'seat': {
      const { type: _, ...seat } = message;
      return { ...state, seat };
    }
    case 'song': {
      const { type: _, ...song } = message;
      // Rows behind still sing the song before: its marks lie before the new one's beginning and stay.
      return { ...state, song };
    }
    case 'heard':
      return { ...state, heard: { state: message.state, downstream: message.downstream } };
    case 'mark':
      return {
        ...state,
        marks: [...state.marks, { id: message.id, clock: message.clock }].slice(-MARKS_KEPT),
      };
    case 'chat':
      return say(state, message, false);
    case 'private':
      return say(state, message, true);
    case 'chat-deleted':
      return { ...state, chat: state.chat.filter((line) => line.chat !== message.chat) };
    default:
      return state;
  }
}

function say(
  state: RoomState,
  said: { from: string; name?: string; text: string; chat?: number; action?: PrivateAction },
  personal: boolean,
): RoomState {
  const line: ChatLine = {
    from: said.from,
    name: said.name ?? state.people.get(said.from)?.name ?? '',
    text: said.text,
    mine: said.from === state.id,
    personal,
    ...(said.chat === undefined ? {} : { chat: said.chat }),
    ...(said.action === undefined ? {} : { action: said.action }),
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
  // In the count-in the song is still to come: nobody sings yet.
  const first = song.firstClock ?? song.startClock;
  if (clock < first) return { kind: 'coming', inSamples: first - clock };
  if (song.endClock !== null && song.endClock > 1 && clock >= song.endClock) return { kind: 'over' };
  return { kind: 'here', sinceSamples: clock - first };
}
