import { msToSamples, QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../audio/format';
import type { EngineStatus } from './engine';

const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1_000;

/** What leaves the loudspeaker may lie so far behind what was made, not more; a browser that says otherwise is not believed. */
const OUTPUT_MAX_SAMPLES = SAMPLE_RATE_HZ;

/** What was made longer ago than this has left every loudspeaker. */
const KEPT_SAMPLES = 2 * SAMPLE_RATE_HZ;

/** Through a hole in the sound words go on for so long, as the song does; then nothing is known any more. */
const HOLE_MAX_SAMPLES = 2 * SAMPLE_RATE_HZ;

/** Sound that goes on after a hole a little before the place where it would have been takes no word back. */
const BACK_MAX_SAMPLES = msToSamples(50);

/** `AudioContext.getOutputTimestamp()`: the sample that leaves the device at a time of `performance.now()`. */
export interface OutputStamp {
  contextTime: number;
  performanceTime: number;
}

/** What of the audio thread's figures says where the sound is: `clock` is that of the quantum after `contextFrame`. */
export type Place = Pick<EngineStatus, 'clock' | 'contextFrame' | 'speedPpm' | 'playing'>;

/** From `frame` on the sound goes on at `clock`; not `playing`: it is silent, and the song goes on without it. */
interface Stretch {
  frame: number;
  clock: number;
  /** Clock samples for each sample of the sound card. */
  rate: number;
  playing: boolean;
  /** No clock before this one: it was passed already. */
  least: number;
}

/**
 * Which clock leaves the loudspeaker when. Remembers what the audio thread told of the last seconds: what leaves the loudspeaker now was
 * made up to some hundred milliseconds ago, and may have been made at another place than what is made now.
 */
export class Playhead {
  private readonly stretches: Stretch[] = [];
  private newest = 0;

  /** Takes the audio thread's figures, which come ten times a second and whenever the sound goes on at another place. */
  told(place: Place): void {
    const frame = place.contextFrame + QUANTUM_SAMPLES;
    const { clock, playing } = place;
    this.newest = frame;
    const last = this.stretches.at(-1);
    if (!playing && !last?.playing) return;
    const rate = playing ? 1 + place.speedPpm / 1e6 : 1;
    let least = Number.NEGATIVE_INFINITY;
    if (last && playing) {
      const passed = lastsAt(last, frame) ? clockAt(last, frame) : clock;
      if (!last.playing && passed - clock <= BACK_MAX_SAMPLES) least = passed;
      if (last.playing && clock < last.least) least = last.least;
    }
    this.stretches.push({ frame, clock, rate, playing, least });
    while ((this.stretches[1]?.frame ?? frame) < frame - KEPT_SAMPLES) this.stretches.shift();
  }

  /** Which of the sound card's samples leaves the loudspeaker at `nowMs` of `performance.now()`. */
  frameAt(stamp: OutputStamp, nowMs: number): number {
    const frame = stamp.contextTime * SAMPLE_RATE_HZ + (nowMs - stamp.performanceTime) * SAMPLES_PER_MS;
    return Math.max(this.newest - OUTPUT_MAX_SAMPLES, Math.min(this.newest + OUTPUT_MAX_SAMPLES, frame));
  }

  /** The clock of the sample `frame`; undefined where nothing plays. In a short hole: what would have sounded. */
  heardAt(frame: number): number | undefined {
    const stretch = this.stretches[this.indexAt(frame)];
    return stretch && lastsAt(stretch, frame) ? clockAt(stretch, frame) : undefined;
  }

  /** The first sample from `frame` on at which `clock` is reached, jumps included; undefined when it is not known to be. */
  reached(clock: number, frame: number): number | undefined {
    for (let i = this.indexAt(frame); i < this.stretches.length; i++) {
      const stretch = this.stretches[i] as Stretch;
      const start = i === 0 ? frame : Math.max(frame, stretch.frame);
      if (lastsAt(stretch, start) && clockAt(stretch, start) >= clock) return start;
      const at = stretch.frame + (clock - stretch.clock) / stretch.rate;
      const end = this.stretches[i + 1]?.frame ?? Number.POSITIVE_INFINITY;
      if (at >= start && at < end && lastsAt(stretch, at)) return at;
    }
    return undefined;
  }

  private indexAt(frame: number): number {
    const after = this.stretches.findIndex((stretch) => stretch.frame > frame);
    return Math.max(0, (after < 0 ? this.stretches.length : after) - 1);
  }
}

function lastsAt(stretch: Stretch, frame: number): boolean {
  return stretch.playing || frame - stretch.frame <= HOLE_MAX_SAMPLES;
}

function clockAt(stretch: Stretch, frame: number): number {
  return Math.max(stretch.least, stretch.clock + (frame - stretch.frame) * stretch.rate);
}

/** When, by the sound's own time in seconds, the sample of `clock` is made. */
export function contextTimeOf(
  status: Pick<EngineStatus, 'clock' | 'contextFrame' | 'speedPpm'>,
  clock: number,
): number {
  const samples = (clock - status.clock) / (1 + status.speedPpm / 1e6);
  return (status.contextFrame + QUANTUM_SAMPLES + samples) / SAMPLE_RATE_HZ;
}
