import type { SongMessage } from '../net/control';

const SAMPLES_PER_MINUTE = 60 * 48_000;
const BEATS_OF_BAR = 4;

/** One beat of a song. */
export interface Beat {
  /** 0 is the first after the count-in; negative in it. */
  n: number;
  clock: number;
  accent: boolean;
}

type Beating = Pick<SongMessage, 'startClock' | 'bpm' | 'beats' | 'accents' | 'firstClock' | 'countInBeats'>;

/** The clock of beat `n`. */
export function beatClock(song: Beating, n: number): number {
  const bpm = song.bpm ?? 0;
  return (song.firstClock ?? song.startClock) + (n * SAMPLES_PER_MINUTE) / bpm;
}

/** Whether beat `n` is accented: the bar is counted from the first beat, backwards too. */
export function isAccent(song: Beating, n: number): boolean {
  const beats = song.beats || BEATS_OF_BAR;
  const place = (((n % beats) + beats) % beats) + 1;
  return (song.accents ?? [1]).includes(place);
}

/** The beats in `[from, to)`, from the count-in's first on. Empty without a tempo. */
export function beatsBetween(song: Beating, from: number, to: number): Beat[] {
  const bpm = song.bpm ?? 0;
  if (bpm <= 0) return [];
  const found: Beat[] = [];
  const zero = song.firstClock ?? song.startClock;
  const near = Math.floor(((from - zero) * bpm) / SAMPLES_PER_MINUTE) - 1;
  for (let n = Math.max(-(song.countInBeats ?? 0), near) + 0; beatClock(song, n) < to; n++) {
    const clock = beatClock(song, n);
    // By the very same figure on either side: none is left out, none taken twice.
    if (clock >= from) found.push({ n, clock, accent: isAccent(song, n) });
  }
  return found;
}
