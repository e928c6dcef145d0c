import { expect, it } from 'vitest';
import { FRAME_SAMPLES } from '../audio/format';
import { MixReceiver } from './mixReceiver';
import { libopus } from './opus';

const START = 85_742_784_000_000;

it('places what was encoded back at its clock, to the sample', async () => {
  const encoder = await libopus.encoder();
  const receiver = await MixReceiver.create(libopus);
  const sound = (n: number) => (n > 4_000 && n < 4_480 ? 0.5 * Math.sin((n - 4_000) ** 2 / 900) : 0);
  const heard = new Float32Array(20 * FRAME_SAMPLES);
  for (let message = 0; message < 5; message++) {
    const packets: Uint8Array[] = [];
    for (let frame = 0; frame < 3; frame++) {
      const from = (message * 3 + frame) * FRAME_SAMPLES;
      packets.push(encoder.encode(Float32Array.from({ length: FRAME_SAMPLES }, (_, i) => sound(from + i))));
    }
    const clock = START + message * 3 * FRAME_SAMPLES;
    const mix = receiver.mix([{ stream: 1, bucket: 2, flags: 0, clock, packets }]);
    expect(mix?.endClock).toBe(clock + 3 * FRAME_SAMPLES - 312);
    expect(mix?.streams).toEqual([1]);
    mix?.pcm.forEach((x, i) => {
      heard[mix.clock - START + 312 + i] = x;
    });
  }
  // What was put at clock - 312 correlates best with what was sent when shifted by nothing.
  let best = 0;
  let bestShift = Number.NaN;
  for (let shift = -500; shift <= 500; shift++) {
    let sum = 0;
    for (let n = 4_000; n < 4_480; n++) sum += sound(n) * (heard[n + 312 + shift] ?? 0);
    if (sum > best) {
      best = sum;
      bestShift = shift;
    }
  }
  expect(Math.abs(bestShift)).toBeLessThanOrEqual(1);
  receiver.close();
  encoder.close();
});

it('answers a silent message with no sound and its end', async () => {
  const receiver = await MixReceiver.create(libopus);
  const mix = receiver.mix([{ stream: 2, bucket: 3, flags: 0, clock: START, packets: [] }]);
  expect(mix).toMatchObject({ bucket: 3, streams: [], endClock: START - 312 });
  receiver.close();
});

it('turns broken packets into silence', async () => {
  const receiver = await MixReceiver.create(libopus);
  const packets = [Uint8Array.of(255, 255, 255), Uint8Array.of(3)];
  const mix = receiver.mix([{ stream: 1, bucket: 2, flags: 0, clock: START, packets }]);
  expect(mix?.pcm.length).toBe(2 * FRAME_SAMPLES);
  receiver.close();
});
