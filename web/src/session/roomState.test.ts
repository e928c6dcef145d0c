import { describe, expect, it } from 'vitest';
import type { RosterRow, ServerMessage } from '../net/control';
import { type RoomState, reduce, songMoment } from './roomState';

const row = (id: string, name: string): RosterRow => ({
  id,
  name,
  bucket: 1,
  role: 'singer',
  mode: 'sing',
  fader: 1,
  muted: false,
  soloed: false,
  level: null,
  late: 0,
  away: false,
});

const welcome: ServerMessage = {
  type: 'welcome',
  clock: 1_000,
  codecDelaySamples: 312,
  id: '7',
  role: 'singer',
  resume: 'x',
  seat: { bucket: 2, delaySamples: 96_000, spacingSamples: 48_000, fromClock: 0, why: 'song' },
  room: { version: 1, name: 'Spring choir', phase: 'idle', people: 2 },
  song: null,
  roster: { version: 1, rows: [row('7', 'me'), row('8', 'Ada')], total: 2 },
};

const told = (...messages: ServerMessage[]) =>
  messages.reduce<RoomState | undefined>(reduce, reduce(undefined, welcome)) as RoomState;

describe('the room', () => {
  it('takes changes one by one and all of them when told to', () => {
    const changed = told({ type: 'room', version: 2, phase: 'led', leader: '8' });
    expect(changed.room).toMatchObject({ name: 'Spring choir', phase: 'led', leader: '8' });
    const whole = reduce(changed, { type: 'room', version: 9, whole: true, phase: 'idle' });
    expect(whole?.room.name).toBeUndefined();
  });

  it('keeps who is there', () => {
    const state = told({
      type: 'roster',
      version: 2,
      rows: [{ ...row('8', 'Ada'), muted: true }],
      gone: ['7'],
    });
    expect([...state.people.keys()]).toEqual(['8']);
    expect(state.people.get('8')?.muted).toBe(true);
  });

  it('keeps the marks of a song that some row still sings, and the chat over a resume', () => {
    const state = told(
      { type: 'song', song: 1, phase: 'singing', startClock: 5_000, endClock: null, leader: '8' },
      { type: 'mark', id: 'a', clock: 6_000 },
      { type: 'chat', from: '8', text: 'hello', clock: 1 },
    );
    expect(state.marks).toHaveLength(1);
    expect(state.chat[0]).toMatchObject({ name: 'Ada', mine: false });
    expect(reduce(state, welcome)?.chat).toHaveLength(1);
    const next = reduce(state, {
      type: 'song',
      song: 2,
      phase: 'singing',
      startClock: 9_000,
      endClock: null,
      leader: '8',
    });
    expect(next?.marks).toHaveLength(1);
  });

  it('remembers what was on for who has not reached the new one', () => {
    const item = { id: 'b', kind: 'song' as const, title: 'Second', fromClock: 9_000 };
    const state = told(
      { type: 'room', version: 2, item: { ...item, id: 'a', title: 'First', fromClock: 0 }, lyrics: 'one' },
      { type: 'room', version: 3, item, lyrics: 'two' },
      { type: 'room', version: 4, whole: true, name: 'R', item },
    );
    expect(state.room).toMatchObject({ item, lyrics: 'two', name: 'R' });
    expect(state.before).toMatchObject({ item: { title: 'First' }, lyrics: 'one' });
  });

  it('takes away what a host took away', () => {
    const state = told(
      { type: 'chat', from: '8', text: 'no', clock: 1, chat: 4 },
      { type: 'chat', from: '8', text: 'yes', clock: 1, chat: 5 },
      { type: 'chat-deleted', chat: 4 },
    );
    expect(state.chat.map((line) => line.text)).toEqual(['yes']);
  });
});

describe('the moment of a song', () => {
  const song = { song: 1, phase: 'singing' as const, startClock: 48_000, endClock: 96_000, leader: '8' };

  it('goes by what sounds at this seat', () => {
    expect(songMoment(song, 0)).toEqual({ kind: 'coming', inSamples: 48_000 });
    expect(songMoment(song, 50_000)).toEqual({ kind: 'here', sinceSamples: 2_000 });
    expect(songMoment(song, 96_000)).toEqual({ kind: 'over' });
    expect(songMoment({ ...song, endClock: null }, 196_000)).toEqual({ kind: 'here', sinceSamples: 148_000 });
    const counted = { ...song, firstClock: 60_000 };
    expect(songMoment(counted, 50_000)).toEqual({ kind: 'coming', inSamples: 10_000 });
    expect(songMoment(counted, 61_000)).toEqual({ kind: 'here', sinceSamples: 1_000 });
    expect(songMoment(null, 0)).toEqual({ kind: 'none' });
    expect(songMoment(song, undefined)).toEqual({ kind: 'none' });
  });
});
