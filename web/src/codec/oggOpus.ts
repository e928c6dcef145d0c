import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from '../audio/format';

/** Segments of a page: half a second to a second of sound, so that a broken file loses little. */
const PAGE_PACKETS = 50;
const SEGMENT_MAX = 255;
const HEADER_BYTES = 27;
const LACING = 255;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  return crc >>> 0;
});

/** The checksum of Ogg pages: CRC-32 with polynomial 0x04c11db7, nothing reflected or inverted (RFC 3533, 6). */
export function oggCrc(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ byte) & 255] as number)) >>> 0;
  return crc;
}

/**
 * Writes mono Opus packets of 20 ms into an Ogg file (RFC 7845): header page, comment page, pages of sound. Holds what was written;
 * used once, on any thread.
 */
export class OggOpusWriter {
  private readonly pages: Uint8Array<ArrayBuffer>[] = [];
  private waiting: Uint8Array[] = [];
  private sequence = 0;
  private packets = 0;

  /**
   * @param preSkipSamples what a player leaves out at the beginning: the encoder's look-ahead
   * @param serial any number; tells this stream from others in one file
   */
  constructor(
    private readonly preSkipSamples: number,
    private readonly serial: number,
  ) {
    this.page([opusHead(preSkipSamples)], 0, 2);
    this.page([opusTags()], 0, 0);
  }

  /** One more packet of 20 ms. */
  add(packet: Uint8Array): void {
    if (this.waiting.length >= PAGE_PACKETS || segments([...this.waiting, packet]) > SEGMENT_MAX)
      this.flush(0);
    this.waiting.push(packet);
  }

  /** @param samples how many samples a player plays in all: the last page says where the sound ends */
  finish(samples: number): Uint8Array<ArrayBuffer> {
    this.flush(4, this.preSkipSamples + samples);
    const file = new Uint8Array(this.pages.reduce((sum, page) => sum + page.length, 0));
    let at = 0;
    for (const page of this.pages) {
      file.set(page, at);
      at += page.length;
    }
    return file;
  }

  private flush(flags: number, granule?: number): void {
    this.packets += this.waiting.length;
    this.page(this.waiting, granule ?? this.packets * FRAME_SAMPLES, flags);
    this.waiting = [];
  }

  private page(packets: readonly Uint8Array[], granule: number, flags: number): void {
    const lacing = packets.flatMap((packet) => [
      ...new Array<number>(Math.floor(packet.length / LACING)).fill(LACING),
      packet.length % LACING,
    ]);
    const body = packets.reduce((sum, packet) => sum + packet.length, 0);
    const page = new Uint8Array(HEADER_BYTES + lacing.length + body);
    const view = new DataView(page.buffer);
    page.set(ascii('OggS'));
    page[5] = flags;
    view.setBigInt64(6, BigInt(granule), true);
    view.setUint32(14, this.serial >>> 0, true);
    view.setUint32(18, this.sequence++, true);
    page[26] = lacing.length;
    page.set(lacing, HEADER_BYTES);
    let at = HEADER_BYTES + lacing.length;
    for (const packet of packets) {
      page.set(packet, at);
      at += packet.length;
    }
    view.setUint32(22, oggCrc(page), true);
    this.pages.push(page);
  }
}

const segments = (packets: readonly Uint8Array[]): number =>
  packets.reduce((sum, packet) => sum + Math.floor(packet.length / LACING) + 1, 0);

function opusHead(preSkipSamples: number): Uint8Array {
  const head = new Uint8Array(19);
  const view = new DataView(head.buffer);
  head.set(ascii('OpusHead'));
  head[8] = 1;
  head[9] = 1;
  view.setUint16(10, preSkipSamples, true);
  view.setUint32(12, SAMPLE_RATE_HZ, true);
  return head;
}

function opusTags(): Uint8Array {
  const vendor = ascii('Brigade');
  const tags = new Uint8Array(8 + 4 + vendor.length + 4);
  const view = new DataView(tags.buffer);
  tags.set(ascii('OpusTags'));
  view.setUint32(8, vendor.length, true);
  tags.set(vendor, 12);
  return tags;
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
