import { msToSamples, SAMPLE_RATE_HZ } from '../audio/format';

/** How somebody clapped or sang along with a beat. */
export interface Along {
  /** Median distance of his onsets from the beats; positive: after them. */
  offsetSamples: number;
  /** Median distance from that median: how steady he was. */
  spreadSamples: number;
  /** Beats that he met. */
  hits: number;
}

/** Loudness is looked at in steps of 2.5 ms. */
const HOP_SAMPLES = msToSamples(2.5);

/** An onset is this much louder than what was before it: 9 dB in amplitude, 50 ms back. */
const RISE = 2.8;
const BEFORE_HOPS = 20;

/** Nothing begins again sooner: a clap rings, a syllable swells. */
const REST_HOPS = 80;

/** What is softer than the loudest by more than this (26 dB) is breath and rustle. */
const SOFTEST = 0.05;
const SILENT = 0.002;

/** Where sounds begin in `pcm`, in samples; exact to one step. */
export function onsets(pcm: Float32Array): number[] {
  const loudness = envelope(pcm);
  const loudest = loudness.reduce((a, b) => Math.max(a, b), 0);
  const floor = Math.max(SILENT, loudest * SOFTEST);
  const found: number[] = [];
  let rest = 0;
  for (let hop = 1; hop < loudness.length; hop++) {
    if (rest-- > 0) continue;
    let before = 0;
    const from = Math.max(0, hop - BEFORE_HOPS);
    for (let i = from; i < hop; i++) before += loudness[i] as number;
    const now = loudness[hop] as number;
    if (now < floor || now < (RISE * before) / (hop - from)) continue;
    found.push(hop * HOP_SAMPLES);
    rest = REST_HOPS;
  }
  return found;
}

/** Peak of each step, after a difference that takes rumble away and leaves attacks. */
function envelope(pcm: Float32Array): Float32Array {
  const loudness = new Float32Array(Math.floor(pcm.length / HOP_SAMPLES));
  for (let hop = 0; hop < loudness.length; hop++) {
    let peak = 0;
    for (let i = Math.max(1, hop * HOP_SAMPLES); i < (hop + 1) * HOP_SAMPLES; i++) {
      peak = Math.max(peak, Math.abs((pcm[i] as number) - 0.9 * (pcm[i - 1] as number)));
    }
    loudness[hop] = peak;
  }
  return loudness;
}

/**
 * How `pcm` lies on the beats at `beatsAt` (positions in it). An onset belongs to a beat from `fromSamples` (negative: before it)
 * to `toSamples` after it.
 */
export function along(
  pcm: Float32Array,
  beatsAt: readonly number[],
  fromSamples: number,
  toSamples: number,
): Along {
  const found = onsets(pcm);
  const distances = beatsAt
    .map((beat) => found.map((at) => at - beat).find((d) => d >= fromSamples && d < toSamples))
    .filter((d) => d !== undefined)
    .sort((a, b) => a - b);
  const offsetSamples = median(distances);
  const spreads = distances.map((d) => Math.abs(d - offsetSamples)).sort((a, b) => a - b);
  return { offsetSamples, spreadSamples: median(spreads), hits: distances.length };
}

function median(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1] ?? 0;
}

const BEAT_SAMPLES = 0.6 * SAMPLE_RATE_HZ;
const BEATS = 12;

/** The first ones are to find the beat by. */
const LISTEN_BEATS = 4;

/** The longest way that is believed: Bluetooth takes 0.3 s, and 0.1 s wait in queues. */
const WAY_MAX_SAMPLES = 0.5 * SAMPLE_RATE_HZ;

/** Where the beats lie that one claps with. */
export const BEATS_AT_SAMPLES: readonly number[] = Array.from(
  { length: BEATS },
  (_, i) => (i + 0.5) * BEAT_SAMPLES,
);
export const BEATS_SAMPLES = (BEATS + 1) * BEAT_SAMPLES;

/** A wooden knock for each beat, the first of each four higher; at `level` 0..0.1. */
export function beatTrack(level: number): Float32Array {
  const pcm = new Float32Array(BEATS_SAMPLES);
  BEATS_AT_SAMPLES.forEach((at, i) => {
    const hertz = i % 4 === 0 ? 1_500 : 1_000;
    for (let n = 0; n < 0.03 * SAMPLE_RATE_HZ; n++) {
      const t = n / SAMPLE_RATE_HZ;
      pcm[at + n] = Math.min(0.1, level) * Math.exp(-t / 0.006) * Math.sin(2 * Math.PI * hertz * t);
    }
  });
  return pcm;
}

/** Enough beats met, and steadily: what ears and hands can do together. */
export function isSteady(heard: Along, beats: number): boolean {
  return heard.hits >= Math.ceil(beats * 0.6) && heard.spreadSamples <= msToSamples(25);
}

/** How long sound takes through the device, by who clapped with {@link beatTrack}; undefined when he did not, or not steadily. */
export function wayByClapping(heard: Float32Array): Along | undefined {
  const beats = BEATS_AT_SAMPLES.slice(LISTEN_BEATS);
  const result = along(heard, beats, -msToSamples(60), WAY_MAX_SAMPLES);
  return isSteady(result, beats.length) ? result : undefined;
}
