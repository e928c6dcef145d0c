/**
 * Binary messages of stream v2 (docs/protocol.md, section 2). The same golden files are read by the Java tests.
 *
 * Clocks travel as i64; here they are plain numbers, exact up to 2^53 (the year 7900 at 48 kHz).
 */

import { FRAME_SAMPLES } from '../audio/format';

/** What a message carries. */
export const Kind = { VOICE: 1, MIX: 2, TALK: 3 } as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** Numbers of the streams; talkers are 7..10. */
export const StreamId = {
  VOICE: 0,
  LEAD: 1,
  BACKING: 2,
  CROWD: 3,
  ROUND: 4,
  SOLO: 5,
  ALL: 6,
  TALKER: 7,
} as const;

/** Section flag: the encoder was reset before the first packet. */
export const RESET = 1;

export const MESSAGE_MAX_BYTES = 16_384;
export const SECTIONS_MAX = 16;
export const PACKETS_MAX = 13;
export const PACKET_MAX_BYTES = 1_275;
const STREAM_MAX = 10;
const HEAD_BYTES = 4;
const SECTION_BYTES = 12;

/** Packets of one stream, in order, without a gap. */
export interface Section {
  stream: number;
  /** Voice: the bucket that was heard; mix: the bucket it is for; 0 otherwise. */
  bucket: number;
  flags: number;
  /** First sample of the encoder's input of the first packet; sound is placed one codec delay earlier. */
  clock: number;
  packets: Uint8Array[];
}

export interface StreamMessage {
  kind: Kind;
  sections: Section[];
}

/** A message that breaks the format. Its text is for logs. */
export class MessageError extends Error {}

function refuse(why: string): never {
  throw new MessageError(why);
}

/** Bytes that {@link writeMessage} makes of `message`. */
export function messageBytes(message: StreamMessage): number {
  let bytes = HEAD_BYTES;
  for (const section of message.sections) {
    bytes += SECTION_BYTES;
    for (const packet of section.packets) bytes += 2 + packet.length;
  }
  return bytes;
}

/** The message as bytes. Throws {@link MessageError} for what no receiver would take. */
export function writeMessage(message: StreamMessage): Uint8Array<ArrayBuffer> {
  const bytes = messageBytes(message);
  if (bytes > MESSAGE_MAX_BYTES) refuse(`a message of ${bytes} bytes`);
  if (message.sections.length > SECTIONS_MAX) refuse(`${message.sections.length} sections`);
  const out = new Uint8Array(bytes);
  const view = new DataView(out.buffer);
  view.setUint8(0, message.kind);
  view.setUint8(1, message.sections.length);
  let at = HEAD_BYTES;
  for (const section of message.sections) {
    if (section.packets.length > PACKETS_MAX) refuse(`${section.packets.length} packets`);
    view.setUint8(at, section.stream);
    view.setUint8(at + 1, section.bucket);
    view.setUint8(at + 2, section.packets.length);
    view.setUint8(at + 3, section.flags);
    view.setBigInt64(at + 4, BigInt(section.clock));
    at += SECTION_BYTES;
    for (const packet of section.packets) {
      if (packet.length < 1 || packet.length > PACKET_MAX_BYTES) refuse(`a packet of ${packet.length} bytes`);
      view.setUint16(at, packet.length);
      out.set(packet, at + 2);
      at += 2 + packet.length;
    }
  }
  return out;
}

/** Reads a message; packets are views into `bytes`. Throws {@link MessageError}, nothing else. */
export function readMessage(bytes: Uint8Array): StreamMessage {
  if (bytes.length < HEAD_BYTES || bytes.length > MESSAGE_MAX_BYTES)
    refuse(`a message of ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = view.getUint8(0);
  if (kind !== Kind.VOICE && kind !== Kind.MIX && kind !== Kind.TALK) return refuse(`kind ${kind}`);
  const count = view.getUint8(1);
  if (count > SECTIONS_MAX) refuse(`${count} sections`);
  if (view.getUint16(2) !== 0) refuse('reserved bytes are not 0');
  const sections: Section[] = [];
  let at = HEAD_BYTES;
  for (let i = 0; i < count; i++) {
    at = readSection(bytes, view, at, sections);
  }
  if (at !== bytes.length) refuse(`${bytes.length - at} bytes after the last section`);
  checkSections(kind, sections);
  return { kind, sections };
}

/** Up to which clock a mix message says what sounds; a silent one has its end as clock. */
export function mixEnd(section: Section): number {
  return section.clock + section.packets.length * FRAME_SAMPLES;
}

function checkSections(kind: Kind, sections: Section[]): void {
  const first = sections[0] ?? refuse('no section');
  if (kind === Kind.VOICE) {
    if (sections.length !== 1 || first.stream !== StreamId.VOICE) refuse('a voice message has one voice');
    return;
  }
  const [low, high]: readonly [number, number] = kind === Kind.MIX ? [1, 6] : [7, STREAM_MAX];
  let before = low - 1;
  for (const section of sections) {
    if (section.stream <= before || section.stream > high) refuse(`stream ${section.stream} out of place`);
    before = section.stream;
    if (kind === Kind.TALK) {
      if (section.bucket !== 0 || section.packets.length === 0)
        refuse('talk without packets, or with a bucket');
    } else if (
      section.bucket !== first.bucket ||
      section.clock !== first.clock ||
      section.packets.length !== first.packets.length ||
      (section.packets.length === 0 && sections.length > 1)
    ) {
      refuse('the sections of a mix do not belong together');
    }
  }
  if (kind === Kind.MIX && first.clock % FRAME_SAMPLES !== 0) refuse('a mix off the grid');
}

function readSection(bytes: Uint8Array, view: DataView, start: number, into: Section[]): number {
  if (start + SECTION_BYTES > bytes.length) refuse('a section is cut short');
  const stream = view.getUint8(start);
  const packetCount = view.getUint8(start + 2);
  if (stream > STREAM_MAX) refuse(`stream ${stream}`);
  if (packetCount > PACKETS_MAX) refuse(`${packetCount} packets`);
  const clock = Number(view.getBigInt64(start + 4));
  if (!Number.isSafeInteger(clock) || clock < 0) refuse('a clock beyond all times');
  const packets: Uint8Array[] = [];
  let at = start + SECTION_BYTES;
  for (let i = 0; i < packetCount; i++) {
    if (at + 2 > bytes.length) refuse('a packet is cut short');
    const length = view.getUint16(at);
    if (length < 1 || length > PACKET_MAX_BYTES) refuse(`a packet of ${length} bytes`);
    if (at + 2 + length > bytes.length) refuse('a packet is cut short');
    packets.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  into.push({ stream, bucket: view.getUint8(start + 1), flags: view.getUint8(start + 3), clock, packets });
  return at;
}
