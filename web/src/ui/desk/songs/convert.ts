import type { TrackNews, TrackWork } from '../../../codec/track.worker';
import { FILE_LIMITS } from '../../../session/files';

const SAMPLE_RATE_HZ = 48_000;

/** Why a file cannot be sung to. */
export class TrackError extends Error {
  constructor(readonly why: 'unreadable' | 'too-long' | 'too-large' | 'failed') {
    super(why);
  }
}

/**
 * Any sound that this browser can play, as an Ogg Opus file, mono, 48 kHz.
 *
 * @param progress told of the share of the work that is done, 0..1
 * @throws TrackError
 */
export async function toOpus(file: Blob, progress: (share: number) => void): Promise<Blob> {
  const pcm = await decode(await file.arrayBuffer());
  if (pcm.length > FILE_LIMITS.track.seconds * SAMPLE_RATE_HZ) throw new TrackError('too-long');
  const bytes = await encode(pcm, progress);
  if (bytes.length > FILE_LIMITS.track.bytes) throw new TrackError('too-large');
  return new Blob([bytes], { type: 'audio/ogg' });
}

async function decode(bytes: ArrayBuffer): Promise<Float32Array<ArrayBuffer>> {
  try {
    const context = new OfflineAudioContext({ numberOfChannels: 1, length: 1, sampleRate: SAMPLE_RATE_HZ });
    return mono(await context.decodeAudioData(bytes));
  } catch {
    throw new TrackError('unreadable');
  }
}

function mono(sound: AudioBuffer): Float32Array<ArrayBuffer> {
  const mixed = new Float32Array(sound.length);
  for (let channel = 0; channel < sound.numberOfChannels; channel++) {
    const samples = sound.getChannelData(channel);
    for (let i = 0; i < mixed.length; i++) mixed[i] = (mixed[i] as number) + (samples[i] as number);
  }
  if (sound.numberOfChannels > 1) {
    for (let i = 0; i < mixed.length; i++) mixed[i] = (mixed[i] as number) / sound.numberOfChannels;
  }
  return mixed;
}

/** In a thread of its own: a song takes seconds. */
function encode(
  pcm: Float32Array<ArrayBuffer>,
  progress: (share: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const worker = new Worker(new URL('../../../codec/track.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<TrackNews>) => {
      if (data.type === 'progress') progress(data.share);
      else if (data.type === 'done') resolve(data.file);
      else reject(new TrackError('failed'));
    };
    worker.onerror = () => reject(new TrackError('failed'));
    const serial = crypto.getRandomValues(new Uint32Array(1))[0] as number;
    const work: TrackWork = { pcm, serial };
    worker.postMessage(work, [pcm.buffer]);
  }).finally(() => worker.terminate());
}
