import { createDecoder } from 'libopus-wasm';
import { describe, expect, it } from 'vitest';
import { OggOpusWriter, oggCrc } from './oggOpus';
import { encodeTrack } from './trackEncode';

interface Page {
  flags: number;
  granule: number;
  sequence: number;
  serial: number;
  packets: Uint8Array[];
}

/** A reader of its own, by RFC 3533: sizes, checksums, packets that end on their page. */
function pagesOf(file: Uint8Array): Page[] {
  const pages: Page[] = [];
  for (let at = 0; at < file.length; ) {
    const view = new DataView(file.buffer, file.byteOffset + at);
    expect(new TextDecoder().decode(file.subarray(at, at + 4))).toBe('OggS');
    const count = file[at + 26] as number;
    const lacing = [...file.subarray(at + 27, at + 27 + count)];
    const length = 27 + count + lacing.reduce((sum, n) => sum + n, 0);
    const copy = file.slice(at, at + length);
    new DataView(copy.buffer).setUint32(22, 0);
    expect(view.getUint32(22, true)).toBe(oggCrc(copy));
    const packets: Uint8Array[] = [];
    let from = at + 27 + count;
    let size = 0;
    for (const n of lacing) {
      size += n;
      if (n === 255) continue;
      packets.push(file.slice(from, from + size));
      from += size;
      size = 0;
    }
    expect(size).toBe(0);
    pages.push({
      flags: file[at + 5] as number,
      granule: Number(view.getBigInt64(6, true)),
      serial: view.getUint32(14, true),
      sequence: view.getUint32(18, true),
      packets,
    });
    at += length;
  }
  return pages;
}

describe('an Ogg Opus file', () => {
  it('has the checksum of RFC 3533', () => {
    // A page that libogg wrote: the header of an empty stream.
    expect(oggCrc(new TextEncoder().encode('123456789'))).toBe(0x89a1897f);
  });

  it('holds packets of any length, page after page, and says where it ends', () => {
    const writer = new OggOpusWriter(312, 7);
    const packets = Array.from({ length: 130 }, (_, i) => new Uint8Array((i * 37) % 1_276).fill(i));
    packets[3] = new Uint8Array(255).fill(9);
    packets[4] = new Uint8Array(510).fill(8);
    for (const packet of packets) writer.add(packet);
    const pages = pagesOf(writer.finish(124_000));
    expect(pages.slice(2).flatMap((page) => page.packets)).toEqual(packets);
    expect(pages.map((page) => page.sequence)).toEqual(pages.map((_, i) => i));
    expect(pages[0]?.flags).toBe(2);
    expect(pages.at(-1)).toMatchObject({ flags: 4, granule: 124_312, serial: 7 });
    const granules = pages.map((page) => page.granule);
    expect(granules).toEqual([...granules].sort((a, b) => a - b));
  });

  it('brings a tone back in time and as loud', async () => {
    const samples = 48_000;
    const pcm = Float32Array.from(
      { length: samples },
      (_, i) => 0.4 * Math.sin((2 * Math.PI * 440 * i) / 48_000),
    );
    const shares: number[] = [];
    const file = await encodeTrack(pcm, (share) => shares.push(share), 1);
    const pages = pagesOf(file);
    const head = pages[0]?.packets[0] as Uint8Array;
    const preSkip = new DataView(head.buffer).getUint16(10, true);
    const decoder = await createDecoder({ channels: 1, sampleRate: 48_000, maxFrameSize: 960 });
    const sound = pages
      .slice(2)
      .flatMap((page) => page.packets.flatMap((packet) => [...decoder.decodeFloat(packet)]));
    decoder.free();
    const heard = sound.slice(preSkip, preSkip + samples);
    expect(heard).toHaveLength(samples);
    let error = 0;
    for (let i = 4_800; i < 43_200; i++) error += ((heard[i] as number) - (pcm[i] as number)) ** 2;
    expect(Math.sqrt(error / 38_400)).toBeLessThan(0.03);
    expect(file.length).toBeLessThan(20_000);
    expect(shares.at(-1)).toBe(1);
    expect(pages.at(-1)?.granule).toBe(preSkip + samples);
  });
});
