import { effect } from '@preact/signals';
import { SAMPLE_RATE_HZ } from '../audio/format';
import { beatsBetween } from './beats';
import { contextTimeOf } from './playhead';
import type { SessionPart } from './signals';

/** Clicks are put into the sound so far ahead: more than the audio thread's figures are apart. */
const AHEAD_SAMPLES = SAMPLE_RATE_HZ / 2;
const CLICK_SECONDS = 0.025;
const CLICK_HZ = 1_000;
const ACCENT_HZ = 1_500;

/** Plays the count-in when it is time where this person sits, for his ears alone. */
export class Metronome {
  private doneTo = 0;
  private song = -1;

  constructor(private readonly session: SessionPart) {
    effect(() => this.look());
  }

  private look(): void {
    const { signals } = this.session;
    const status = signals.status.value;
    const song = signals.room.value?.song;
    const volume = signals.faders.value.track;
    if (!status?.playing || !song || signals.silenced.value || song.startClock <= 1) return;
    if (song.song !== this.song) {
      this.song = song.song;
      this.doneTo = 0;
    }
    const from = Math.max(this.doneTo, status.clock);
    const to = status.clock + AHEAD_SAMPLES;
    // A move to an earlier place plays what was played; to a later one what comes.
    this.doneTo = Math.min(this.doneTo > to ? status.clock : Math.max(from, to), to);
    // From the first beat on the click, where there is one, is in the music.
    for (const beat of beatsBetween(song, from, Math.min(to, song.firstClock ?? song.startClock))) {
      const at = contextTimeOf(status, beat.clock);
      this.session.engine()?.click(at, beat.accent, volume);
    }
  }
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
