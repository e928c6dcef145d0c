import { msToSamples } from '../audio/format';
import { CHIRP, CHIRP_AT_SAMPLES, LATENCY_MAX_SAMPLES } from './chirp';

/** What a probe showed. */
export interface ProbeResult {
  /** Median round trip from the worklet's output to its input; 0 when nothing was found. */
  latencySamples: number;
  /** Largest distance of a kept chirp from the median. */
  spreadSamples: number;
  /** How far the chirp stands out of its surroundings: peak to mean, median over the chirps. */
  clarityDb: number;
  /** Chirps that agree within {@link SPREAD_MAX_SAMPLES}. */
  agreeing: number;
  /** Good enough to sing by. */
  accepted: boolean;
}

export const CLARITY_MIN_DB = 18;
export const SPREAD_MAX_SAMPLES = msToSamples(5);
const AGREEING_MIN = 6;

/** Finds the round trip in what the microphone heard during a probe. Milliseconds of work; not for the audio thread. */
export function evaluate(heard: Float32Array): ProbeResult {
  const found = CHIRP_AT_SAMPLES.map((at) => findChirp(heard, at));
  const median = medianOf(found.map((f) => f.latency));
  const agreeing = found.filter((f) => Math.abs(f.latency - median) <= SPREAD_MAX_SAMPLES);
  const spreadSamples = agreeing.reduce((most, f) => Math.max(most, Math.abs(f.latency - median)), 0);
  const clarityDb = medianOf(agreeing.map((f) => f.clarityDb));
  const accepted = agreeing.length >= AGREEING_MIN && clarityDb >= CLARITY_MIN_DB;
  return { latencySamples: median, spreadSamples, clarityDb, agreeing: agreeing.length, accepted };
}

/** The matched filter: where the chirp sent at `sentAt` correlates best with what was heard. */
function findChirp(heard: Float32Array, sentAt: number): { latency: number; clarityDb: number } {
  const chirp = CHIRP;
  const length = chirp.length;
  const lagMax = Math.min(LATENCY_MAX_SAMPLES, heard.length - length - sentAt + 1);
  let best = 0;
  let bestAt = 0;
  let sum = 0;
  for (let lag = 0; lag < lagMax; lag++) {
    const from = sentAt + lag;
    let correlation = 0;
    for (let i = 0; i < length; i++) {
      correlation += (heard[from + i] as number) * (chirp[i] as number);
    }
    const size = Math.abs(correlation);
    sum += size;
    if (size > best) {
      best = size;
      bestAt = lag;
    }
  }
  const mean = sum / Math.max(1, lagMax);
  return { latency: bestAt, clarityDb: best === 0 ? 0 : 20 * Math.log10(best / mean) };
}

function medianOf(values: number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : Math.round(((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2);
}
