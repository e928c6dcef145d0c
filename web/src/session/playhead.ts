import { QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../audio/format';
import type { EngineStatus } from './engine';

const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1_000;

/** What leaves the loudspeaker may lie so far behind what was made, not more; a browser that says otherwise is not believed. */
const OUTPUT_MAX_SAMPLES = SAMPLE_RATE_HZ;

/** `AudioContext.getOutputTimestamp()`: the sample that leaves the device at a time of `performance.now()`. */
export interface OutputStamp {
  contextTime: number;
  performanceTime: number;
}

/**
 * The clock of the sample that leaves the loudspeaker at `nowMs`.
 *
 * @param status the audio thread's last figures: `clock` is that of the quantum after `contextFrame`
 * @param nowMs by `performance.now()`
 */
export function heardAt(
  status: Pick<EngineStatus, 'clock' | 'contextFrame' | 'speedPpm'>,
  stamp: OutputStamp,
  nowMs: number,
): number {
  const frame = stamp.contextTime * SAMPLE_RATE_HZ + (nowMs - stamp.performanceTime) * SAMPLES_PER_MS;
  const ahead = frame - (status.contextFrame + QUANTUM_SAMPLES);
  const believed = Math.max(-OUTPUT_MAX_SAMPLES, Math.min(OUTPUT_MAX_SAMPLES, ahead));
  return status.clock + believed * (1 + status.speedPpm / 1e6);
}

/** When, by the sound's own time in seconds, the sample of `clock` is made. */
export function contextTimeOf(
  status: Pick<EngineStatus, 'clock' | 'contextFrame' | 'speedPpm'>,
  clock: number,
): number {
  const samples = (clock - status.clock) / (1 + status.speedPpm / 1e6);
  return (status.contextFrame + QUANTUM_SAMPLES + samples) / SAMPLE_RATE_HZ;
}
