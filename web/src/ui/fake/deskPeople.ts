import type { ServerMessage } from '../../net/control';
import type { Item, StripRow } from '../../net/desk';
import type { RoomState } from '../../session/roomState';
import type { Take } from '../../session/takes';
import type { FakeSession } from './fakeSession';
import { choirRoom, LYRICS, person } from './people';

const SECOND = 48_000;

/** A set list as hosts and helpers get it. */
export const ITEMS: readonly Item[] = [
  {
    id: 'welcome',
    kind: 'spoken',
    title: 'Welcome',
    note: 'Name who is new. Thank the helpers.',
    seconds: 120,
  },
  {
    id: 'river',
    kind: 'song',
    title: 'Wide river',
    lyrics: LYRICS,
    timings: [
      { id: 'line:1', ms: 0 },
      { id: 'line:2', ms: 4_000 },
      { id: 'line:3', ms: 8_000 },
      { id: 'line:4', ms: 12_000 },
      { id: 'crowd:off', ms: 16_000 },
      { id: 'line:6', ms: 16_000 },
      { id: 'line:7', ms: 20_000 },
      { id: 'crowd:on', ms: 24_000 },
      { id: 'line:8', ms: 24_000 },
    ],
    track: 'River (piano)',
    tempo: { bpm: 96, beats: 4, accents: [1, 3] },
    rounds: { bpr: 8, repeats: 3 },
    countInBeats: 4,
  },
  { id: 'pictures', kind: 'picture', title: 'The old mill', pages: [] },
  { id: 'silence', kind: 'silence', title: 'For those who are not here', seconds: 60 },
  {
    id: 'evening',
    kind: 'song',
    title: 'Evening song',
    lyrics: 'Now the day is ending',
    track: 'Evening song',
  },
];

const take = (minutes: number, more: Partial<Take>): Take => ({
  take: String(1_795_000_000 + minutes * 60),
  title: 'Wide river',
  startClock: (1_795_000_000 + minutes * 60) * SECOND,
  endClock: (1_795_000_200 + minutes * 60) * SECOND,
  seconds: 203.4,
  singers: 38,
  state: 'recorded',
  ...more,
});

/** Recorded songs of an evening, one in each state, the oldest first. */
export const TAKES: Take[] = [
  take(0, { state: 'ready', bytes: 412_000_000, keptUntilMs: 1_802_800_000_000 }),
  take(9, { title: 'Evening song', state: 'building', progress: 0.62 }),
  take(20, { title: 'Evening song', aborted: true, seconds: 31, keptUntilMs: 1_795_600_000_000 }),
  take(31, { title: '', state: 'failed' }),
  take(40, { state: 'singing', endClock: 0 }),
];

/** The same choir seen by Ada, its host, at the desk. */
export function deskRoom(more: Partial<RoomState['room']> = {}): RoomState {
  const room = choirRoom();
  return {
    ...room,
    id: '1',
    role: 'host',
    seat: { ...room.seat, bucket: 1, delaySamples: SECOND },
    chat: room.chat.map((line, i) => ({ ...line, mine: line.from === '1', personal: false, chat: i + 1 })),
    room: {
      ...room.room,
      phase: 'led',
      tracks: ['River (piano)', 'Evening song'],
      track: 'River (piano)',
      item: { id: 'river', kind: 'song', title: 'Wide river', fromClock: 0, countInBeats: 4 },
      readiness: { ready: 36, checking: 3, off: 1, unknown: 0 },
      trackReady: true,
      recording: false,
      page: 0,
      volume: 1,
      backingVolume: 1,
      leaderVolume: 1.1,
      crowdVolume: 0.9,
      autoLevel: true,
      crowdScaling: true,
      ...more,
    },
    song: null,
  };
}

const STRIPS: readonly StripRow[] = [
  { id: '2', level: -18, section: 'Tenor', calibration: 0.9, heardBy: 6 },
  { id: '3', level: null, section: 'Alto', calibration: 0.8 },
  { id: '4', level: -31, section: 'Alto', calibration: 0, latencyMs: 0 },
  { id: '5', level: -9, clip: 140, section: 'Tenor', trouble: 'clipping', calibration: 1, heardBy: 3 },
  { id: '6', level: -24, calibration: 0.7 },
  {
    id: '7',
    level: -22,
    section: 'Alto',
    trouble: 'timing',
    timingMs: 62,
    timing: 0.9,
    calibration: 0.9,
    latencyMs: 64,
    late: 0,
    noise: -61,
    heardBy: 5,
    pinned: true,
  },
];

/** Tells the desk what a server would. */
export function tellDesk(session: FakeSession): void {
  const messages: ServerMessage[] = [
    { type: 'setlist', version: 7, whole: true, order: ITEMS.map(({ id }) => id), items: [...ITEMS] },
    {
      type: 'strips',
      whole: true,
      rows: [...STRIPS],
      sections: [
        { name: 'Alto', value: 1, muted: false, people: 3 },
        { name: 'Tenor', value: 0.8, muted: false, people: 2 },
      ],
    },
    {
      type: 'attention',
      rows: [
        {
          id: '7',
          reason: 'timing',
          weight: 9,
          value: 62,
          remedies: [
            { name: 'correct', message: { type: 'correction', who: '7', offer: true } },
            { name: 'ask', message: { type: 'private', to: '7', text: 'Please check.', action: 'check' } },
            { name: 'last-row', message: { type: 'seat', who: '7', bucket: 4 } },
          ],
        },
        {
          id: '5',
          reason: 'clipping',
          weight: 5,
          value: 140,
          remedies: [
            { name: 'softer', message: { type: 'fader', who: '5', value: 0.5 } },
            { name: 'mute', message: { type: 'mute', who: '5', muted: true } },
          ],
        },
      ],
    },
  ];
  for (const message of messages) session.desk.received(message);
}

/** A choir of `size` for the desk, in rows of twenty. */
export function largeRoom(size: number): RoomState {
  const room = deskRoom({ phase: 'singing', people: size });
  const people = Array.from({ length: size }, (_, i) => {
    const bucket = i === 0 ? 1 : 2 + Math.floor(i / 20);
    return person(String(i + 1), `Singer ${String(i + 1).padStart(3, '0')}`, bucket);
  });
  return { ...room, people: new Map(people.map((p) => [p.id, p])), total: size };
}
