import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Kind, MessageError, RESET, readMessage, writeMessage } from './streamMessage';

const GOLDEN = join(import.meta.dirname, '../../../protocol/src/test/resources/brigade/wire/stream');
const golden = readdirSync(GOLDEN)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({
    name: name.replace('.json', ''),
    bytes: Uint8Array.from(
      Buffer.from(
        readFileSync(join(GOLDEN, name.replace('.json', '.hex')), 'utf8').replace(/\s/g, ''),
        'hex',
      ),
    ),
    told: JSON.parse(readFileSync(join(GOLDEN, name), 'utf8')),
  }));

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('stream messages', () => {
  it.each(golden.filter((g) => !g.told.refused))('read and write golden file $name', ({ bytes, told }) => {
    const read = readMessage(bytes);
    expect(read.kind).toBe(told.kind);
    expect(
      read.sections.map((s) => ({
        stream: s.stream,
        bucket: s.bucket,
        reset: (s.flags & RESET) !== 0,
        clock: s.clock,
        packets: s.packets.map(hex),
      })),
    ).toEqual(told.sections);
    expect(hex(writeMessage(read))).toBe(hex(bytes));
  });

  // What goes to the server is checked there; a voice never comes to us, but would do no harm.
  it.each(
    golden.filter((g) => g.told.refused && g.told.direction === 'toClient' && g.name !== 'bad-direction'),
  )('refuse golden file $name', ({ bytes }) => {
    expect(() => readMessage(bytes)).toThrow(MessageError);
  });

  it('are refused with a MessageError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          readMessage(bytes);
        } catch (e) {
          expect(e).toBeInstanceOf(MessageError);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('are refused when one byte is missing or too many', () => {
    const bytes = writeMessage({
      kind: Kind.VOICE,
      sections: [
        { stream: 0, bucket: 2, flags: 1, clock: 86_000_000_000_000, packets: [new Uint8Array([1, 2, 3])] },
      ],
    });
    expect(() => readMessage(bytes.subarray(0, bytes.length - 1))).toThrow(MessageError);
    expect(() => readMessage(Uint8Array.from([...bytes, 0]))).toThrow(MessageError);
  });
});
