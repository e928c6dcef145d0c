import { encodeTrack } from './trackEncode';

/** Page to this worker: one track. Ended by the page when it has the file. */
export type TrackWork = { pcm: Float32Array; serial: number };

/** This worker to the page. */
export type TrackNews =
  | { type: 'progress'; share: number }
  | { type: 'done'; file: Uint8Array<ArrayBuffer> }
  | { type: 'failed'; why: string };

self.onmessage = async ({ data }: MessageEvent<TrackWork>) => {
  const tell = (news: TrackNews, transfer: Transferable[] = []) =>
    (self as unknown as Worker).postMessage(news, transfer);
  try {
    const file = await encodeTrack(data.pcm, (share) => tell({ type: 'progress', share }), data.serial);
    tell({ type: 'done', file }, [file.buffer]);
  } catch (error) {
    tell({ type: 'failed', why: String(error) });
  }
};
