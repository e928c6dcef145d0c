import type { Hello } from '../net/control';
import { Line } from '../net/line';
import { Kind, readMessage, StreamId } from '../net/streamMessage';
import { MixReceiver } from './mixReceiver';
import type { Opus } from './opus';

/** A practice is shorter; nothing after it is kept. */
const KEPT_SAMPLES_MAX = 60 * 48_000;

/** What a stretch of a stream was. */
interface Stretch {
  clock: number;
  pcm: Float32Array;
}

/** What was heard, from `clock` on. */
export interface Heard {
  clock: number;
  voice: Float32Array;
  backing: Float32Array;
}

/**
 * A second person of the same page in a practice room, in the row behind: without a voice, he hears what the others would
 * hear of the first. Codec worker.
 */
export class Echo {
  private readonly voice: Stretch[] = [];
  private readonly backing: Stretch[] = [];
  private readonly line: Line;

  private constructor(
    private readonly receiver: MixReceiver,
    joinUrl: string,
    hello: Hello,
    seated: () => void,
  ) {
    this.line = new Line(joinUrl, hello, {
      message: (message) => message.type === 'welcome' && seated(),
      binary: (bytes) => this.binary(bytes),
      state: () => {},
      moved: () => {},
    });
  }

  /** Goes into the room; `seated` is called when he is there. */
  static async open(opus: Opus, joinUrl: string, hello: Hello, seated: () => void): Promise<Echo> {
    const echo = new Echo(await MixReceiver.create(opus), joinUrl, hello, seated);
    echo.line.open();
    return echo;
  }

  /** Leaves, and says what was heard. */
  close(): Heard {
    this.line.close();
    this.receiver.close();
    const all = [...this.voice, ...this.backing];
    const clock = all.reduce((first, s) => Math.min(first, s.clock), Number.POSITIVE_INFINITY);
    if (all.length === 0) return { clock: 0, voice: new Float32Array(), backing: new Float32Array() };
    return { clock, voice: joined(this.voice, clock), backing: joined(this.backing, clock) };
  }

  private binary(bytes: Uint8Array): void {
    const message = readMessage(bytes);
    if (message.kind !== Kind.MIX) return;
    const mix = this.receiver.mix(message.sections);
    if (!mix) return;
    mix.streams.forEach((stream, i) => {
      const kept =
        stream === StreamId.LEAD ? this.voice : stream === StreamId.BACKING ? this.backing : undefined;
      kept?.push({ clock: mix.clock, pcm: mix.pcm.slice(i * mix.samples, (i + 1) * mix.samples) });
    });
    this.receiver.recycle(mix.pcm);
  }
}

/** The stretches in one piece from `clock` on, silence between them. */
function joined(stretches: readonly Stretch[], clock: number): Float32Array {
  const end = stretches.reduce((last, s) => Math.max(last, s.clock + s.pcm.length), clock);
  const pcm = new Float32Array(Math.min(KEPT_SAMPLES_MAX, end - clock));
  for (const { clock: at, pcm: sound } of stretches) {
    const room = pcm.length - (at - clock);
    if (room > 0) pcm.set(sound.subarray(0, room), at - clock);
  }
  return pcm;
}
