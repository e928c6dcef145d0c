import { createDecoder, createEncoder } from 'libopus-wasm';
import { FRAME_SAMPLES } from '../audio/format';

/** Encodes one stream of 20 ms frames. Holds state from frame to frame. */
export interface FrameEncoder {
  /** @param pcm 960 samples; @returns the packet */
  encode(pcm: Float32Array): Uint8Array;
  close(): void;
}

/** Decodes one stream of 20 ms packets. Holds state from packet to packet. */
export interface FrameDecoder {
  /** @param packet null: nothing came, make up 20 ms; @returns 960 samples */
  decode(packet: Uint8Array | null): Float32Array;
  close(): void;
}

/** Opus, the same code in every browser. The first use of either loads it. */
export interface Opus {
  encoder(): Promise<FrameEncoder>;
  decoder(): Promise<FrameDecoder>;
}

const VOICE_BITS_PER_SECOND = 48_000;
const COMPLEXITY = 5;

/** libopus compiled to WebAssembly. */
export const libopus: Opus = {
  async encoder() {
    const handle = await createEncoder({
      channels: 1,
      sampleRate: 48_000,
      frameSize: FRAME_SAMPLES,
      application: 2049,
      bitrate: VOICE_BITS_PER_SECOND,
      complexity: COMPLEXITY,
      vbr: true,
      fec: false,
      dtx: false,
    });
    return { encode: (pcm) => handle.encodeFloat(pcm), close: () => handle.free() };
  },
  async decoder() {
    const handle = await createDecoder({ channels: 1, sampleRate: 48_000, maxFrameSize: FRAME_SAMPLES });
    return {
      decode: (packet) =>
        packet === null ? handle.decodePacketLossFloat(FRAME_SAMPLES) : handle.decodeFloat(packet),
      close: () => handle.free(),
    };
  },
};
