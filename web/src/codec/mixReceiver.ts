import { CODEC_DELAY_SAMPLES, FRAME_SAMPLES } from '../audio/format';
import { mixEnd, RESET, type Section } from '../net/streamMessage';
import type { FrameDecoder, Opus } from './opus';

/** Streams 1..6 of a mix; talkers have decoders of their own. */
const STREAM_MAX = 10;

/** Decoded sound of one message: `streams.length` stretches of `samples`, one after the other. */
export interface DecodedMix {
  bucket: number;
  clock: number;
  samples: number;
  streams: number[];
  endClock: number;
  pcm: Float32Array;
}

/**
 * Decodes what a seat hears: a decoder per stream, made before it is needed so that a reset never waits. Codec worker.
 */
export class MixReceiver {
  private readonly decoders = new Map<number, FrameDecoder>();
  private readonly spares: FrameDecoder[] = [];
  private readonly free: Float32Array[] = [];

  private constructor(private readonly opus: Opus) {}

  /** Loads the codec. */
  static async create(opus: Opus): Promise<MixReceiver> {
    const receiver = new MixReceiver(opus);
    for (let i = 0; i < STREAM_MAX; i++) await receiver.makeSpare();
    return receiver;
  }

  private async makeSpare(): Promise<void> {
    this.spares.push(await this.opus.decoder());
  }

  /** Gives a buffer back. */
  recycle(pcm: Float32Array): void {
    if (this.free.length < 64) this.free.push(pcm);
  }

  /** Decodes the sections of one mix. */
  mix(sections: Section[], codecDelaySamples = CODEC_DELAY_SAMPLES): DecodedMix | undefined {
    const first = sections[0];
    if (!first) return undefined;
    const samples = first.packets.length * FRAME_SAMPLES;
    const streams = samples === 0 ? [] : sections.map((s) => s.stream);
    const pcm = this.buffer(samples * streams.length);
    sections.forEach((section, i) => {
      this.decode(section, pcm, i * samples);
    });
    return {
      bucket: first.bucket,
      clock: first.clock - codecDelaySamples,
      samples,
      streams,
      endClock: mixEnd(first) - codecDelaySamples,
      pcm,
    };
  }

  /** Decodes a talker's packets. */
  talk(section: Section): Float32Array {
    const pcm = this.buffer(section.packets.length * FRAME_SAMPLES);
    this.decode(section, pcm, 0);
    return pcm;
  }

  private decode(section: Section, into: Float32Array, offset: number): void {
    if ((section.flags & RESET) !== 0) this.forget(section.stream);
    const decoder = this.decoderOf(section.stream);
    let at = offset;
    for (const packet of section.packets) {
      let sound: Float32Array | undefined;
      try {
        sound = decoder?.decode(packet);
      } catch {
        this.forget(section.stream); // broken bytes are 20 ms of silence, no more
      }
      if (sound) into.set(sound.subarray(0, FRAME_SAMPLES), at);
      else into.fill(0, at, at + FRAME_SAMPLES);
      at += FRAME_SAMPLES;
    }
  }

  private decoderOf(stream: number): FrameDecoder | undefined {
    let decoder = this.decoders.get(stream);
    if (!decoder) {
      decoder = this.spares.pop();
      if (decoder) this.decoders.set(stream, decoder);
      void this.makeSpare();
    }
    return decoder;
  }

  private forget(stream: number): void {
    this.decoders.get(stream)?.close();
    this.decoders.delete(stream);
  }

  private buffer(samples: number): Float32Array {
    const at = this.free.findIndex((b) => b.length === samples);
    if (at < 0) return new Float32Array(samples);
    return this.free.splice(at, 1)[0] as Float32Array;
  }

  close(): void {
    for (const decoder of this.decoders.values()) decoder.close();
    for (const decoder of this.spares) decoder.close();
    this.decoders.clear();
    this.spares.length = 0;
  }
}
