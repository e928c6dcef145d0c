import { Playout } from './playout';
import { StreamRing } from './streamRing';

/** Streams that a seat hears, by their number on the wire: lead, backing, crowd, round, solo, all. */
export const STREAMS = 6;
const SECONDS = 4;

/**
 * What is received for one bucket: a ring per stream and the clock that plays them. Two of them make a cross-fade at a
 * re-seat. Audio thread; allocates in the constructor only.
 */
export class Bank {
  readonly playout = new Playout();
  readonly rings = Array.from({ length: STREAMS }, () => new StreamRing(SECONDS));
  bucket = -1;
  delaySamples = 0;

  /** Makes it the bank of another bucket, empty. */
  reset(bucket: number, delaySamples: number): void {
    this.bucket = bucket;
    this.delaySamples = delaySamples;
    this.playout.stop();
    for (const ring of this.rings) ring.clear();
  }
}
