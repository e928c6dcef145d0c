import { beforeEach, describe, expect, it } from 'vitest';
import { FRAME_SAMPLES } from '../audio/format';
import { VoiceSender } from './voiceSender';

const START = 85_000_000_000_001;
const encoder = {
  encode: (pcm: Float32Array) => Uint8Array.of(pcm[0] === 0 ? 0 : 1),
  close: () => undefined,
};
const loud = new Float32Array(FRAME_SAMPLES).fill(0.1);
const quiet = new Float32Array(FRAME_SAMPLES);

let sent: { bucket: number; clock: number; packets: number[] }[];
let sender: VoiceSender;

beforeEach(() => {
  sent = [];
  sender = new VoiceSender(encoder, (bucket, clock, packets) =>
    sent.push({ bucket, clock, packets: packets.map((p) => p[0] as number) }),
  );
});

const feed = (from: number, frames: number, pcm: Float32Array, bucket = 2) => {
  for (let i = 0; i < frames; i++) sender.frame(START + (from + i) * FRAME_SAMPLES, bucket, pcm);
};

const at = (frame: number) => START + frame * FRAME_SAMPLES;

describe('voice sender', () => {
  it('begins a spurt a frame early and ends it with a flushed packet and a mark', () => {
    feed(0, 5, quiet);
    feed(5, 4, loud);
    feed(9, 30, quiet);
    expect(sent[0]).toEqual({ bucket: 2, clock: at(4), packets: [0, 1, 1] });
    const packets = sent.flatMap((s) => s.packets);
    // One before, four loud ones, fifteen of hang-over, one flush.
    expect(packets.length).toBe(1 + 4 + 15 + 1);
    expect(sent.at(-1)).toEqual({ bucket: 2, clock: at(4 + 21), packets: [] });
    sent.reduce((clock, s) => {
      expect(s.clock).toBe(clock);
      return clock + s.packets.length * FRAME_SAMPLES;
    }, at(4));
  });

  it('sends a sign of life once a second in silence', () => {
    feed(0, 200, quiet);
    expect(sent.filter((s) => s.packets.length > 0).length).toBeGreaterThanOrEqual(3);
    expect(sent.filter((s) => s.packets.length > 0).length).toBeLessThanOrEqual(4);
    expect(sent.every((s, i) => (i % 2 === 0 ? s.packets.length === 2 : s.packets.length === 0))).toBe(true);
  });

  it('ends a spurt at a jump and begins another at the new clock and bucket', () => {
    feed(0, 4, loud);
    feed(-500, 3, loud, 4);
    const mark = sent.findIndex((s) => s.packets.length === 0);
    expect(sent[mark]).toEqual({ bucket: 2, clock: at(5), packets: [] });
    expect(sent[mark + 1]).toEqual({ bucket: 4, clock: at(-500), packets: [1, 1, 1] });
  });

  it('flushes when it is interrupted', () => {
    feed(0, 2, loud);
    sender.interrupt();
    expect(sent).toEqual([
      { bucket: 2, clock: at(0), packets: [1, 1, 0] },
      { bucket: 2, clock: at(3), packets: [] },
    ]);
  });
});
