import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { FakeSession, statusAt } from '../ui/fake/fakeSession';
import { choirRoom } from '../ui/fake/people';
import { beatClock, beatsBetween } from './beats';
import { Metronome } from './metronome';
import { contextTimeOf, type OutputStamp, Playhead } from './playhead';
import type { RoomState } from './roomState';
import type { SessionPart } from './signals';
import { SoloVerse } from './soloVerse';

const SECOND = 48_000;

describe('what leaves the loudspeaker', () => {
  const status = { clock: 1_000_000, contextFrame: 480_000, speedPpm: 0, playing: true };

  function heardAt(place: typeof status, stamp: OutputStamp, nowMs: number): number | undefined {
    const playhead = new Playhead();
    playhead.told(place);
    return playhead.heardAt(playhead.frameAt(stamp, nowMs));
  }

  it('lies behind what is made by the way out', () => {
    // The sample of frame 480,128 (clock 1,000,000) is made; at 5,000 ms the one of 50 ms before it leaves.
    const stamp = { contextTime: (480_128 - 2_400) / SECOND, performanceTime: 5_000 };
    expect(heardAt(status, stamp, 5_000)).toBeCloseTo(997_600, 6);
    expect(heardAt(status, stamp, 5_010)).toBeCloseTo(998_080, 6);
    expect(heardAt({ ...status, speedPpm: 200 }, stamp, 5_010)).toBeCloseTo(1_000_000 - 1_920 * 1.0002, 6);
  });

  it('is not believed where a browser says nonsense', () => {
    expect(heardAt(status, { contextTime: 0, performanceTime: 0.1 }, 0.1)).toBe(1_000_000 - SECOND);
  });

  it('is at the old place until what was made at the new one leaves', () => {
    const playhead = new Playhead();
    playhead.told(status);
    playhead.told({ ...status, contextFrame: 489_600, clock: 1_026_400 });
    expect(playhead.heardAt(489_728 - 480)).toBe(1_009_120);
    expect(playhead.heardAt(489_728 + 480)).toBe(1_026_880);
    // What was jumped over is reached with the jump.
    expect(playhead.reached(1_020_000, 489_000)).toBe(489_728);
    expect(playhead.reached(1_026_500, 489_000)).toBe(489_828);
    expect(playhead.reached(1_009_000, 489_000)).toBe(489_128);
  });

  it('goes on through a hole, and waits for sound that comes back a little earlier', () => {
    const playhead = new Playhead();
    playhead.told(status);
    for (const contextFrame of [484_800, 489_600]) {
      playhead.told({ ...status, contextFrame, clock: 1_004_800, playing: false });
    }
    expect(playhead.heardAt(489_728)).toBe(1_009_600);
    playhead.told({ ...status, contextFrame: 494_400, clock: 1_013_440 });
    expect(playhead.heardAt(494_528)).toBe(1_014_400);
    expect(playhead.heardAt(494_528 + 960)).toBe(1_014_400);
    expect(playhead.heardAt(494_528 + 1_440)).toBe(1_014_880);
    expect(playhead.reached(1_014_401, 494_528)).toBe(494_528 + 961);
  });

  it('is unknown before the first sound', () => {
    const playhead = new Playhead();
    playhead.told({ ...status, playing: false, clock: 0 });
    expect(playhead.heardAt(480_000)).toBeUndefined();
    expect(playhead.reached(5, 480_000)).toBeUndefined();
  });

  it('has a time for each clock', () => {
    const at = contextTimeOf({ ...status, speedPpm: 100 }, 1_048_004.8);
    expect(at * SECOND).toBeCloseTo(480_128 + 48_000, 3);
  });
});

describe('beats', () => {
  const song = { startClock: 4 * SECOND, firstClock: 6 * SECOND, bpm: 120, beats: 4, countInBeats: 4 };

  it('are counted in before the first one, with the accents of the bar', () => {
    const beats = beatsBetween(song, 0, 7 * SECOND);
    expect(beats.map((beat) => beat.n)).toEqual([-4, -3, -2, -1, 0, 1]);
    expect(beats[0]?.clock).toBe(4 * SECOND);
    expect(beats.filter((beat) => beat.accent).map((beat) => beat.n)).toEqual([-4, 0]);
    expect(beatsBetween({ ...song, beats: 3, accents: [1, 3] }, 0, 8 * SECOND).map((b) => b.accent)).toEqual(
      [true, true, false, true, true, false, true, true].slice(0, 8),
    );
  });

  it('leave none out and take none twice, however one looks', () => {
    const uneven = { ...song, bpm: 97 };
    const whole = beatsBetween(uneven, 0, 60 * SECOND).map((beat) => beat.n);
    const pieces: number[] = [];
    for (let at = 0; at < 60 * SECOND; at += 4_801) {
      pieces.push(...beatsBetween(uneven, at, Math.min(at + 4_801, 60 * SECOND)).map((beat) => beat.n));
    }
    expect(pieces).toEqual(whole);
    expect(beatClock(uneven, 0)).toBe(6 * SECOND);
  });

  it('are none without a tempo', () => {
    expect(beatsBetween({ ...song, bpm: 0 }, 0, 60 * SECOND)).toEqual([]);
  });
});

describe('the metronome', () => {
  function play(
    fromSeconds: number,
    toSeconds: number,
    how: { track?: string; mode?: 'listen'; next?: Partial<NonNullable<RoomState['song']>> } = {},
  ): number[] {
    const session = new FakeSession();
    const clicks: number[] = [];
    const engine = signal({ click: (at: number) => clicks.push(at) });
    const part = {
      signals: session,
      engine: () => engine.value,
      send: () => {},
    } as unknown as SessionPart;
    new Metronome(part);
    const room = choirRoom();
    session.room.value = {
      ...room,
      song: {
        song: 2,
        phase: 'singing',
        startClock: 4 * SECOND,
        firstClock: 6 * SECOND,
        endClock: null,
        leader: '1',
        bpm: 120,
        countInBeats: 4,
        ...(how.track ? { track: how.track } : {}),
      },
    };
    if (how.mode) session.mode.value = how.mode;
    for (let s = fromSeconds; s < toSeconds; s += 0.1) {
      const now: RoomState | undefined = session.room.value;
      if (how.next && s >= 7 && now?.song?.song === 2) {
        session.room.value = { ...now, song: { ...now.song, ...how.next } };
      }
      session.status.value = { ...statusAt(s), contextFrame: s * SECOND };
    }
    return clicks;
  }

  it('counts in once, in time with the sound', () => {
    const clicks = play(3, 9, { track: 'Hymn' });
    expect(clicks).toHaveLength(4);
    const first = clicks[0] ?? 0;
    for (const [i, at] of clicks.entries()) expect(at - first).toBeCloseTo(i * 0.5, 6);
  });

  it('is silent for who comes after the beginning', () => {
    expect(play(8, 9, { track: 'Hymn' })).toEqual([]);
  });

  it('goes on through a song without music, but for who is sent it with the rest', () => {
    // Two seconds of count-in, three of song, and half a second ahead.
    expect(play(3, 9)).toHaveLength(11);
    expect(play(3, 9, { mode: 'listen' })).toHaveLength(4);
  });

  it('plays the last song to its end where that still sounds, and goes on with the next', () => {
    const next = { song: 3, startClock: 9 * SECOND, firstClock: 9 * SECOND, countInBeats: 0, bpm: 60 };
    const before = [{ song: 2, startClock: 4 * SECOND, endClock: 8 * SECOND }];
    const clicks = play(3, 11.95, { next: { ...next, before } });
    // Two a second from 4 to 8, one a second from 9 on.
    expect(clicks).toHaveLength(8 + 4);
    for (const [i, at] of clicks.entries()) {
      expect(at - (clicks[0] ?? 0)).toBeCloseTo(i < 8 ? i * 0.5 : i - 3, 3);
    }
  });
});

describe('a solo verse', () => {
  it('is the leader’s alone, where it sounds', () => {
    const session = new FakeSession();
    const muted: boolean[] = [];
    const verse = new SoloVerse({
      signals: session,
      engine: () => ({ muted: (on: boolean) => muted.push(on) }),
      send: () => {},
    } as unknown as SessionPart);
    session.room.value = choirRoom({
      marks: [
        { id: 'crowd:off', clock: 110 * SECOND },
        { id: 'line:4', clock: 112 * SECOND },
        { id: 'crowd:on', clock: 120 * SECOND },
      ],
    });
    const hushed = [105, 110, 119, 120].map((s) => {
      session.status.value = statusAt(s);
      return verse.hushed.value;
    });
    expect(hushed).toEqual([false, true, true, false]);
    expect(muted).toEqual([false, true, false]);
    session.status.value = statusAt(115);
    session.room.value = { ...session.room.value, id: '1' };
    expect(verse.hushed.value).toBe(false);
  });
});

describe('listening back', () => {
  it('has nobody’s microphone in it, from where it begins to where it ends at his place', () => {
    const session = new FakeSession();
    const verse = new SoloVerse({
      signals: session,
      engine: () => undefined,
      send: () => {},
    } as unknown as SessionPart);
    const room = choirRoom();
    session.room.value = {
      ...room,
      // The leader's neither.
      id: '1',
      room: { ...room.room, leader: '1', item: { id: 'b', kind: 'listen-back', title: '', fromClock: 0 } },
      song: {
        song: 2,
        phase: 'singing',
        startClock: 110 * SECOND,
        endClock: 120 * SECOND,
        leader: '1',
        item: 'b',
      },
    };
    const hushed = [109, 110, 119, 120].map((s) => {
      session.status.value = statusAt(s);
      return verse.hushed.value;
    });
    expect(hushed).toEqual([false, true, true, false]);
    session.status.value = statusAt(115);
    session.room.value = { ...session.room.value, song: null };
    expect(verse.hushed.value).toBe(false);
  });
});

describe('a correction', () => {
  it('is applied when he says so, and taken back', () => {
    const session = new FakeSession();
    session.calibration.value = { latencySamples: 3_000, confidence: 0.7, headphones: true };
    session.correction.received({ type: 'correction', state: 'offer', offsetMs: 60, confidence: 0.9 });
    expect(session.calibration.value.latencySamples).toBe(3_000);
    session.correction.answer('accept');
    session.correction.received({ type: 'correction', state: 'applied', offsetMs: 60 });
    expect(session.calibration.value).toMatchObject({ latencySamples: 3_000 + 2_880, confidence: 0.7 });
    session.correction.answer('undo');
    session.correction.received({ type: 'correction', state: 'undone', offsetMs: -60 });
    expect(session.calibration.value.latencySamples).toBe(3_000);
    expect(session.sent.map((m) => ('answer' in m ? m.answer : ''))).toEqual(['accept', 'undo']);
  });
});
