import type { ClientMessage, Hello, ServerMessage } from '../net/control';
import type { Copy } from './copyWatch';

/** Page to codec worker. */
export type ToWorker =
  /** The worklet's end of the direct line. */
  | { type: 'worklet'; port: MessagePort }
  | { type: 'connect'; joinUrl: string; hello: Hello }
  | { type: 'send'; message: ClientMessage }
  /** The network came back, or the page is awake again: try at once. */
  | { type: 'retry' }
  /** Leaves the server but keeps all else. */
  | { type: 'hangUp' }
  /** A second person without a voice, who hears what the others hear of this one; {@link FromWorker} `echo` brings it. */
  | { type: 'echo'; joinUrl: string; hello: Hello }
  /** Asks for what the second person heard, and ends him. */
  | { type: 'echoEnd' }
  | { type: 'close' };

/** Where the line to the server stands. */
export type LineState = 'connecting' | 'open' | 'lost' | 'refused' | 'closed';

/** Codec worker to page. */
export type FromWorker =
  | { type: 'message'; message: ServerMessage }
  | { type: 'line'; state: LineState; reason?: string }
  /** The room is in another house, which knows him by `resume`. */
  | { type: 'moved'; url: string; resume?: string }
  /** Whether this microphone hears the choir, from its own loudspeaker or from another device. */
  | { type: 'copy'; copy: Copy }
  /** The second person is seated and hears. */
  | { type: 'echoSeated' }
  /** What the second person heard from `clock` on: this person's voice, and what it was sung to. */
  | { type: 'echo'; clock: number; voice: Float32Array; backing: Float32Array }
  /** The server's clock: samples = offset + (performance.timeOrigin + performance.now()) * 48. */
  | { type: 'clock'; offsetSamples: number; rttMs: number };
