const FIRST_MS = 250;
const MOST_MS = 5_000;

/** How long to wait before the next try: 0.25 s, doubled each time, at most 5 s, each up to a quarter less by chance. */
export class Backoff {
  private nextMs = FIRST_MS;

  constructor(private readonly chance: () => number) {}

  next(): number {
    const wait = this.nextMs * (1 - 0.25 * this.chance());
    this.nextMs = Math.min(MOST_MS, 2 * this.nextMs);
    return wait;
  }

  reset(): void {
    this.nextMs = FIRST_MS;
  }
}
