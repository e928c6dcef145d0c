import type { RosterRow } from '../../net/control';
import type { RoomState } from '../../session/roomState';

const SECOND = 48_000;

/** One person of a made-up roster. */
export function person(id: string, name: string, bucket: number, more: Partial<RosterRow> = {}): RosterRow {
  return {
    id,
    name,
    bucket,
    role: 'singer',
    mode: 'sing',
    fader: 1,
    muted: false,
    soloed: false,
    level: -20,
    late: 0,
    away: false,
    ...more,
  };
}

const CHOIR: readonly RosterRow[] = [
  person('1', 'Ada Winter', 1),
  person('2', 'Ben', 2),
  person('3', 'Charlotte', 2, { muted: true }),
  person('7', 'Maria', 3),
  person('4', 'Dorothea Mühlenbrock', 3, { ready: 'checking' }),
  person('5', 'Emil', 4),
  person('6', 'Frieda', 4, { away: true }),
];

export const LYRICS = `Wide river, carry me along
past willow, mill and stone;
the evening wind takes up the song
and nobody sings alone.

Wide river, slow and deep and clear,
what we have lost you keep;
the voices that we cannot hear
are singing while we sleep.`;

/** A choir in four rows; oneself is Maria in the third. */
export function choirRoom(more: Partial<RoomState> = {}): RoomState {
  return {
    id: '7',
    role: 'singer',
    seat: { bucket: 3, delaySamples: 3 * SECOND, spacingSamples: SECOND, fromClock: 0, why: 'song' },
    room: {
      version: 3,
      name: 'Spring choir',
      open: true,
      leader: '1',
      phase: 'singing',
      rows: 4,
      people: 7,
      listeners: 3,
      spacingSamples: SECOND,
      lyrics: LYRICS,
      bpm: 96,
      tracks: ['River (piano).mp3', 'Evening song.mp3'],
      track: null,
    },
    song: { song: 1, phase: 'singing', startClock: 100 * SECOND, endClock: null, leader: '1' },
    people: new Map(CHOIR.map((p) => [p.id, p])),
    total: CHOIR.length,
    heard: { state: 'heard', downstream: 2 },
    chat: [
      {
        from: '1',
        name: 'Ada Winter',
        text: 'Good evening! We begin with the river.',
        mine: false,
        personal: false,
      },
      { from: '7', name: 'Maria', text: 'I can hear all of you.', mine: true, personal: false },
    ],
    marks: [
      { id: 'line:1', clock: 100 * SECOND },
      { id: 'line:2', clock: 104 * SECOND },
      { id: 'line:3', clock: 108 * SECOND },
    ],
    ...more,
  };
}

/** The same room seen by Ada, who leads it. */
export function leaderRoom(phase: 'idle' | 'led' | 'singing'): RoomState {
  const room = choirRoom();
  return {
    ...room,
    id: '1',
    seat: { ...room.seat, bucket: 1, delaySamples: SECOND },
    room: { ...room.room, phase },
    chat: room.chat.slice(0, 1),
  };
}
