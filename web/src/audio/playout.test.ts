import { describe, expect, it } from 'vitest';
import { FRAME_SAMPLES, msToSamples, QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from './format';
import { Playout } from './playout';

const START = 86_400_000_000_000;
const MESSAGE = 3 * FRAME_SAMPLES;

/** What listeners get: 200 ms at a time. */
const LISTENER_MESSAGE = 10 * FRAME_SAMPLES;

interface Net {
  /** Samples in a message; 60 ms when absent. */
  message?: number;
  /** The sound card's rate against the server's clock. */
  ppm: number;
  /** Delay of message n, in samples. */
  delay: (n: number) => number;
}

/** A seeded generator (Lehmer): tests repeat exactly. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Plays `seconds` against a server that sends messages; calls `look` after each quantum. */
function play(net: Net, seconds: number, look: (playout: Playout, serverNow: number) => void) {
  const playout = new Playout();
  const length = net.message ?? MESSAGE;
  let message = 0;
  let latest = 0;
  for (let q = 0; q < (seconds * SAMPLE_RATE_HZ) / QUANTUM_SAMPLES; q++) {
    const serverNow = q * QUANTUM_SAMPLES * (1 + net.ppm / 1e6);
    for (;;) {
      // TCP: a message never overtakes the one before.
      const arrival = Math.max(latest, (message + 1) * length + net.delay(message));
      if (arrival > serverNow) break;
      latest = arrival;
      playout.received(START + (message + 1) * length, length);
      message++;
    }
    playout.advance();
    look(playout, START + serverNow);
  }
  return playout;
}

describe('playout', () => {
  it('follows clocks that drift for minutes, without a gap or a jump', () => {
    for (const ppm of [-150, 0, 150]) {
      let worst = 0;
      const playout = play({ ppm, delay: () => 500 }, 180, (p, now) => {
        if (p.running && now > START + 100 * SAMPLE_RATE_HZ) {
          worst = Math.max(worst, Math.abs(now - p.clock - (MESSAGE + 500 + p.margin)));
        }
      });
      expect(playout.underruns).toBe(0);
      expect(playout.jumps).toBe(0);
      expect(worst).toBeLessThan(msToSamples(15));
    }
  });

  it('takes up a jitter that it met once, and lets go of it in quiet minutes', () => {
    let seed = 7;
    const chance = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    const drawn = Array.from({ length: 7_000 }, (_, n) =>
      n > 200 && n < 700 ? chance() * msToSamples(90) : 0,
    );
    const jitter = (n: number) => drawn[n] ?? 0;
    let marginInTheMiddle = 0;
    let underrunsLater = 0;
    const playout = play({ ppm: 20, delay: jitter }, 400, (p, now) => {
      if (Math.abs(now - START - 40 * SAMPLE_RATE_HZ) < QUANTUM_SAMPLES) {
        marginInTheMiddle = p.margin;
        underrunsLater = p.underruns;
      }
    });
    expect(marginInTheMiddle).toBeGreaterThan(msToSamples(40));
    expect(playout.underruns).toBe(underrunsLater);
    expect(playout.margin).toBeLessThan(marginInTheMiddle);
  });

  it('is in time again within two seconds of a stall, and stands still meanwhile', () => {
    // Nothing arrives between 10 s and 10.8 s; then all of it at once.
    const stall = (n: number) => {
      const due = (n + 1) * MESSAGE;
      const from = 10 * SAMPLE_RATE_HZ;
      const to = 10.8 * SAMPLE_RATE_HZ;
      return due > from && due < to ? to - due : 0;
    };
    let before = 0;
    let after = 0;
    const playout = play({ ppm: 0, delay: stall }, 20, (p, now) => {
      const seconds = (now - START) / SAMPLE_RATE_HZ;
      if (seconds < 9.9) before = now - p.clock;
      if (seconds > 12.9) after = now - p.clock;
    });
    expect(playout.underruns).toBe(1);
    expect(after - before).toBeLessThan(msToSamples(60));
  });

  it.each([
    { message: MESSAGE, ppm: 0 },
    { message: MESSAGE, ppm: 80 },
    { message: LISTENER_MESSAGE, ppm: 0 },
    { message: LISTENER_MESSAGE, ppm: -80 },
  ])('runs evenly for ten minutes on a jittery line: $message samples, $ppm ppm', ({ message, ppm }) => {
    const random = chance(11);
    // Mostly a few milliseconds, now and then fifteen more: an ordinary home network.
    const delay = () => msToSamples(5 * random() + (random() < 0.05 ? 15 * random() : 0));
    let worst = 0;
    let changes = 0;
    let last = 1;
    let underrunsAtFirst = 0;
    const playout = play({ message, ppm, delay }, 600, (p, now) => {
      if (now < START + 120 * SAMPLE_RATE_HZ) {
        underrunsAtFirst = p.underruns;
        last = p.speed;
        return;
      }
      worst = Math.max(worst, Math.abs((p.speed - 1) * 1e6 - ppm));
      if (Math.abs(p.speed - last) > 50e-6) changes++;
      last = p.speed;
      if (!Number.isInteger(p.clock)) expect.unreachable('clocks are whole samples');
    });
    expect(playout.underruns).toBeLessThanOrEqual(2);
    expect(playout.underruns).toBe(underrunsAtFirst);
    expect(playout.jumps).toBe(0);
    expect(worst).toBeLessThan(160);
    expect(changes).toBe(0);
  });

  it.each([MESSAGE, LISTENER_MESSAGE])(
    'starts without a gap when messages are %i samples long',
    (message) => {
      const delay = (n: number) => (n % 3) * 150;
      const playout = play({ message, ppm: 0, delay }, 5, () => {});
      expect(playout.underruns).toBe(0);
      expect(playout.running).toBe(true);
    },
  );

  it('stands still when a seat moves back, and jumps when it moves on, without a gap after it', () => {
    const playout = new Playout();
    let end = START;
    const run = (seconds: number) => {
      for (let q = 0; q < (seconds * SAMPLE_RATE_HZ) / QUANTUM_SAMPLES; q++) {
        // A message each 60 ms is one each 22.5 quanta.
        if (q % 45 === 0 || q % 45 === 22) {
          end += MESSAGE;
          playout.received(end, MESSAGE);
        }
        playout.advance();
      }
    };
    run(5);
    const before = playout.clock;
    end -= 2 * SAMPLE_RATE_HZ;
    run(1.5);
    expect(playout.running).toBe(false);
    run(3);
    expect(playout.running).toBe(true);
    expect(playout.clock).toBeGreaterThan(before);
    end += 5 * SAMPLE_RATE_HZ;
    run(3);
    expect(playout.jumps).toBe(1);
    expect(playout.depthSamples).toBeLessThan(msToSamples(200));
    expect(playout.underruns).toBe(1);
  });
});
