import { describe, expect, it } from 'vitest';
import { type Copy, CopyWatch } from './copyWatch';

const FRAME = 960;
const SECOND = 48_000;

/** A voice on a tune of eight notes a bar: each voice with its own wavering, and off the beat by up to 20 ms. */
function voice(seed: number, seconds: number): Float32Array {
  let state = seed;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const tune = [220, 247, 262, 294, 330, 294, 262, 247];
  let phase = random() * 6;
  let waver = 0;
  const early = Math.round(1_920 * (random() - 0.5));
  return Float32Array.from({ length: seconds * SECOND }, (_, n) => {
    const note = tune[Math.floor((n + 4_000 + early) / 19_200) % tune.length] as number;
    if (n % 480 === 0) waver = 0.9 * waver + 0.02 * (random() - 0.5);
    phase += (2 * Math.PI * note * (1 + waver)) / SECOND;
    return (
      0.1 * (Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.3 * Math.sin(3 * phase) + 0.1 * (random() - 0.5))
    );
  });
}

/** Twenty seconds of song through the watch; `sung(n)` is the microphone. */
function watch(sent: Float32Array, sung: (n: number) => number): Copy {
  const watch = new CopyWatch();
  const epoch = 1_700_000_000 * SECOND;
  for (let at = 0; at + FRAME <= sent.length; at += FRAME) {
    watch.sent(epoch + at, FRAME, 1, sent.subarray(at, at + FRAME));
    watch.sung(
      epoch + at,
      Float32Array.from({ length: FRAME }, (_, i) => sung(at + i)),
    );
    if (at % SECOND === 0) for (let i = 0; i < 3; i++) watch.look();
  }
  return watch.copy;
}

const lead = voice(3, 20);
const own = voice(11, 20);

describe('copies', () => {
  it('does not take who sings the same tune for one', () => {
    expect(watch(lead, (n) => own[n] as number)).toBe('none');
  });

  it("hears the singer's own loudspeaker behind his singing", () => {
    expect(watch(lead, (n) => (own[n] as number) + 0.4 * (lead[n - 700] ?? 0))).toBe('own');
  });

  it.each([-1, 1, -2.5, 3])('hears another device that is %f s off', (seconds) => {
    expect(watch(lead, (n) => 0.3 * (own[n] as number) + 0.2 * (lead[n + seconds * SECOND] ?? 0))).toBe(
      'other',
    );
  });

  it('is content again when the other device is silent', () => {
    const off = 20 * SECOND;
    const song = voice(3, 40);
    expect(watch(song, (n) => (n < off ? 0.2 * (song[n - SECOND] ?? 0) : 0))).toBe('none');
    expect(watch(song, (n) => 0.2 * (song[n - SECOND] ?? 0))).toBe('other');
  });

  it('does not mind headphones that leak a little, or silence', () => {
    expect(watch(lead, (n) => 0.01 * (lead[n] as number))).toBe('none');
    expect(watch(lead, () => 0)).toBe('none');
    expect(watch(new Float32Array(lead.length), (n) => own[n] as number)).toBe('none');
  });
});
