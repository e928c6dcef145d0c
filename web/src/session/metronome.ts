import { effect } from '@preact/signals';
import { SAMPLE_RATE_HZ } from '../audio/format';
import type { Mode, SongMessage } from '../net/control';
import { type Beat, beatsBetween } from './beats';
import { contextTimeOf } from './playhead';
import type { SessionPart } from './signals';

/** Clicks are put into the sound so far ahead: more than the audio thread's figures are apart. */
const AHEAD_SAMPLES = SAMPLE_RATE_HZ / 2;
const CLICK_SECONDS = 0.025;
const CLICK_HZ = 1_000;
const ACCENT_HZ = 1_500;

type Song = Omit<SongMessage, 'type'>;

/** Plays the count-in, and the beat of a song without music, when it is time where this person sits, for his ears alone. */
export class Metronome {
  private song: Clicks | undefined;
  /** The last rows sing the song before to its end. */
  private before: Clicks | undefined;

  constructor(private readonly session: SessionPart) {
    effect(() => this.look());
  }

  private look(): void {
    const { signals } = this.session;
    const status = signals.status.value;
    const song = signals.room.value?.song;
    const volume = signals.faders.value.track;
    const mode = signals.mode.value;
    if (!status?.playing || !song || signals.silenced.value || song.startClock <= 1) return;
    if (song.song !== this.song?.song.song) {
      this.before = this.song;
      this.song = new Clicks(song);
    }
    const play = (beat: Beat) =>
      this.session.engine()?.click(contextTimeOf(status, beat.clock), beat.accent, volume);
    this.song?.follow(song);
    this.before?.endsBefore(song);
    this.before?.play(status.clock, mode, play);
    this.song?.play(status.clock, mode, play);
  }
}

/** The clicks of one song, each once. */
class Clicks {
  private doneTo = 0;

  constructor(public song: Song) {}

  follow(song: Song): void {
    this.song = song;
  }

  /** The next song has begun: where this one ends is told with that. */
  endsBefore(next: Song): void {
    const ended = next.before?.find((other) => other.song === this.song.song);
    this.song = { ...this.song, endClock: Math.min(ended?.endClock ?? next.startClock, next.startClock) };
  }

  play(clock: number, mode: Mode, play: (beat: Beat) => void): void {
    const from = Math.max(this.doneTo, clock);
    const to = clock + AHEAD_SAMPLES;
    // A move to an earlier place plays what was played; to a later one what comes.
    this.doneTo = Math.min(this.doneTo > to ? clock : Math.max(from, to), to);
    for (const beat of beatsBetween(this.song, from, Math.min(to, clicksUpTo(this.song, mode)))) play(beat);
  }
}

/** Music has its own beat, and who only listens is sent the clicks with the rest. */
function clicksUpTo(song: Song, mode: Mode): number {
  const first = song.firstClock ?? song.startClock;
  const end = song.endClock !== null && song.endClock > 1 ? song.endClock : Number.POSITIVE_INFINITY;
  return song.track || mode === 'listen' ? Math.min(first, end) : end;
}

/** One click: a short tone that dies away; full scale 1. */
export function clickSound(accent: boolean): Float32Array<ArrayBuffer> {
  const samples = Math.round(CLICK_SECONDS * SAMPLE_RATE_HZ);
  const hz = accent ? ACCENT_HZ : CLICK_HZ;
  const peak = accent ? 0.3 : 0.18;
  return Float32Array.from({ length: samples }, (_, i) => {
    const decay = Math.exp((-6.9 * i) / samples) * (1 - i / samples);
    return peak * decay * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE_HZ);
  });
}
