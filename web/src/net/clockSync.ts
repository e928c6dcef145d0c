import { SAMPLE_RATE_HZ } from '../audio/format';

const PER_MS = SAMPLE_RATE_HZ / 1000;

/** Best pings are kept this long: two clocks drift apart by at most 100 ppm, 6 ms in a minute. */
const KEEP_MS = 60_000;

interface Sample {
  atMs: number;
  rttMs: number;
  offset: number;
}

/**
 * The server's clock as seen from here, from the fastest of the last pings: the faster the answer, the less room for
 * error. Times are milliseconds of one local monotonic clock.
 */
export class ClockSync {
  private samples: Sample[] = [];

  /** @param clock the server's clock in samples, in the middle between receiving the ping and answering it */
  add(sentMs: number, receivedMs: number, clock: number): void {
    const rttMs = receivedMs - sentMs;
    if (rttMs < 0) return;
    const middleMs = (sentMs + receivedMs) / 2;
    this.samples = this.samples.filter((s) => receivedMs - s.atMs < KEEP_MS);
    this.samples.push({ atMs: receivedMs, rttMs, offset: clock - middleMs * PER_MS });
  }

  /** Forgets what it knows: after a sleep the local clock may have stood still. */
  reset(): void {
    this.samples = [];
  }

  private best(): Sample | undefined {
    return this.samples.reduce<Sample | undefined>((a, b) => (a && a.rttMs <= b.rttMs ? a : b), undefined);
  }

  /** Round trip of the fastest ping; undefined before the first answer. */
  get rttMs(): number | undefined {
    return this.best()?.rttMs;
  }

  /** Add this to local milliseconds times 48 and it is the server's clock; undefined before the first answer. */
  get offsetSamples(): number | undefined {
    return this.best()?.offset;
  }

  /** The server's clock at `localMs`. */
  at(localMs: number): number | undefined {
    const offset = this.offsetSamples;
    return offset === undefined ? undefined : offset + localMs * PER_MS;
  }
}
