import { createEncoder } from 'libopus-wasm';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from '../audio/format';
import { OggOpusWriter } from './oggOpus';

/** Music, mono: the choir hears it beside voices. */
const TRACK_BITS_PER_SECOND = 96_000;

/** How often who waits is told. */
const PROGRESS_FRAMES = 250;

/**
 * Sound into an Ogg Opus file.
 *
 * @param pcm mono, 48 kHz, full scale 1
 * @param progress told of the share that is done, 0..1
 * @param serial any number, for the file's stream
 */
export async function encodeTrack(
  pcm: Float32Array,
  progress: (share: number) => void,
  serial: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = await createEncoder({
    channels: 1,
    sampleRate: SAMPLE_RATE_HZ,
    frameSize: FRAME_SAMPLES,
    application: 2049,
    bitrate: TRACK_BITS_PER_SECOND,
    vbr: true,
    complexity: 9,
  });
  try {
    const lookahead = encoder.getLookahead();
    const writer = new OggOpusWriter(lookahead, serial);
    const frames = Math.ceil((pcm.length + lookahead) / FRAME_SAMPLES);
    const frame = new Float32Array(FRAME_SAMPLES);
    for (let i = 0; i < frames; i++) {
      const part = pcm.subarray(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES);
      frame.fill(0, part.length);
      frame.set(part);
      writer.add(encoder.encodeFloat(frame).slice());
      if (i % PROGRESS_FRAMES === 0) progress(i / frames);
    }
    progress(1);
    return writer.finish(pcm.length);
  } finally {
    encoder.free();
  }
}
