/** Control messages of the host's desk (docs/protocol.md, section 6). */

import type { ClientMessage } from './control';

export type ItemKind = 'song' | 'spoken' | 'picture' | 'silence' | 'listen-back';

/** A mark of an item, `ms` after the first beat of the song. */
export interface Timing {
  /** `line:N`, `page:N` (from 1), `crowd:off`, `crowd:on`. */
  id: string;
  ms: number;
}

export interface Tempo {
  bpm: number;
  beats: number;
  /** Accented beats of the bar, from 1. */
  accents?: number[];
}

/** One thing on the set list. */
export interface Item {
  id: string;
  kind: ItemKind;
  title: string;
  /** For hosts and helpers alone. */
  note?: string;
  seconds?: number;
  lyrics?: string;
  timings?: Timing[];
  pages?: string[];
  track?: string;
  tempo?: Tempo;
  rounds?: { bpr: number; repeats: number };
  countInBeats?: number;
  /** Of `listen-back`: which recorded song; `track` is what was made of it. */
  take?: string;
}

/** What all learn of the item that is on. */
export interface ItemOn {
  id: string;
  kind: ItemKind;
  title: string;
  pages?: string[];
  /** Each shows it when his own playback passes this; 0: at once. */
  fromClock: number;
  countInBeats?: number;
}

export interface Readiness {
  ready: number;
  checking: number;
  off: number;
  unknown: number;
}

/** One edit of the set list, whole or not at all. */
export interface SetListEdit {
  put?: Item[];
  remove?: string[];
  order?: string[];
}

export interface SetListMessage {
  type: 'setlist';
  version: number;
  order: string[];
  items: Item[];
  gone?: string[];
  whole?: boolean;
  more?: boolean;
}

/** What the server measured of one singer; only what changed. */
export interface StripRow {
  id: string;
  level?: number | null;
  peak?: number | null;
  late?: number;
  noise?: number | null;
  clip?: number;
  latencyMs?: number;
  calibration?: number;
  headphones?: boolean;
  timingMs?: number | null;
  timing?: number;
  bleed?: number;
  trimDb?: number;
  heardBy?: number;
  section?: string | null;
  pinned?: boolean;
  chatMuted?: boolean;
  correction?: null | 'waiting' | 'offered' | 'accepted' | 'declined' | 'undone';
  trouble?: Reason | null;
}

export interface Section {
  name: string;
  value: number;
  muted: boolean;
  people: number;
}

export interface StripsMessage {
  type: 'strips';
  whole?: boolean;
  rows?: StripRow[];
  gone?: string[];
  sections?: Section[];
  more?: boolean;
}

export type Reason = 'clipping' | 'noise' | 'bleed' | 'timing' | 'late' | 'quiet';

/** What helps, ready to be sent. */
export interface Remedy {
  name: string;
  message: ClientMessage;
}

export interface Trouble {
  id: string;
  reason: Reason;
  weight: number;
  value: number;
  remedies: Remedy[];
}

export type PrivateAction = 'unmute' | 'check' | 'solo-off';

export interface CorrectionMessage {
  type: 'correction';
  state: 'offer' | 'applied' | 'undone' | 'withdrawn';
  offsetMs?: number;
  confidence?: number;
}

/** From hosts, helpers and who leads. */
export type DeskMessage =
  | ({ type: 'setlist'; base: number } & SetListEdit)
  | { type: 'item'; id: string | null; fields?: boolean }
  | { type: 'page'; page: number }
  | { type: 'desk'; on: boolean }
  | { type: 'mute-all'; muted: boolean }
  | { type: 'section'; who: string[]; name: string | null }
  | { type: 'sections'; name: string; value?: number; muted?: boolean }
  | { type: 'private'; to: string; text: string; action?: PrivateAction }
  | { type: 'pin'; who: string; pinned: boolean }
  | { type: 'lock'; locked: boolean }
  | { type: 'recording'; on: boolean }
  | { type: 'chat-delete'; chat: number }
  | { type: 'chat-mute'; who: string; muted: boolean }
  | { type: 'correction'; who: string; offer: boolean }
  | { type: 'correction'; answer: 'accept' | 'decline' | 'undo' };

export type DeskNews =
  | SetListMessage
  | StripsMessage
  | { type: 'attention'; rows: Trouble[] }
  | { type: 'recording'; state: 'stopped' | 'on'; reason: string; message: string }
  | { type: 'chat-deleted'; chat: number }
  | CorrectionMessage;
