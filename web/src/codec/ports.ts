import type { ClientMessage, Hello, ServerMessage } from '../net/control';

/** Page to codec worker. */
export type ToWorker =
  /** The worklet's end of the direct line. */
  | { type: 'worklet'; port: MessagePort }
  | { type: 'connect'; joinUrl: string; hello: Hello }
  | { type: 'send'; message: ClientMessage }
  /** The network came back, or the page is awake again: try at once. */
  | { type: 'retry' }
  | { type: 'close' };

/** Where the line to the server stands. */
export type LineState = 'connecting' | 'open' | 'lost' | 'refused' | 'closed';

/** Codec worker to page. */
export type FromWorker =
  | { type: 'message'; message: ServerMessage }
  | { type: 'line'; state: LineState; reason?: string }
  /** The server's clock: samples = offset + (performance.timeOrigin + performance.now()) * 48. */
  | { type: 'clock'; offsetSamples: number; rttMs: number };
