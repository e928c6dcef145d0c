/** Control messages of stream v2 (docs/protocol.md, section 3): what this page sends and understands. */

import type { DeskMessage, DeskNews, ItemOn, PrivateAction, Readiness } from './desk';

export type Role = 'host' | 'helper' | 'leader' | 'singer' | 'listener';
export type Phase = 'idle' | 'led' | 'armed' | 'singing' | 'trailing';
export type Mode = 'sing' | 'listen';
export type Ready = 'ready' | 'checking' | 'off';

export interface Calibration {
  latencySamples: number;
  /** 0..1 */
  confidence: number;
  headphones: boolean;
}

export interface Hello {
  type: 'hello';
  protocol: 2;
  room: string;
  name: string;
  mode: Mode;
  token?: string;
  password?: string;
  device?: string;
  /** The same word of all who sit in one room of a house. */
  household?: string;
  calibration?: Calibration;
  resume?: string;
}

export type ClientMessage =
  | { type: 'stats'; [figure: string]: number | string }
  | { type: 'ready'; state: Ready }
  | ({ type: 'calibration' } & Calibration)
  | { type: 'mode'; mode: Mode }
  | { type: 'name'; name: string }
  | { type: 'chat'; text: string }
  | { type: 'lead' | 'arm' | 'stop' | 'abort' | 'bye' }
  | { type: 'give'; to: string }
  | { type: 'start'; clock?: number; countInBeats?: number }
  | { type: 'track'; name: string | null }
  | { type: 'tempo'; bpm: number; beats?: number; accents?: number[] }
  | { type: 'rounds'; bpr: number; repeats: number }
  | { type: 'lyrics'; text: string }
  | { type: 'mark'; id: string; clock: number }
  | { type: 'seat'; who: string; bucket: number }
  | { type: 'fader'; who: string; value: number }
  | { type: 'mute'; who?: string; muted: boolean }
  | { type: 'solo'; who: string; soloed: boolean }
  | { type: 'hear'; solo: boolean }
  | { type: 'remove'; who: string; bar?: boolean }
  | {
      type: 'levels';
      room?: number;
      backing?: number;
      crowdScaling?: boolean;
      leader?: number;
      crowd?: number;
      autoLevel?: boolean;
    }
  | DeskMessage
  | { type: 'talk'; scope: 'room' | 'me'; on: boolean };

export interface SeatMessage {
  type: 'seat';
  /** 0: a listener. */
  bucket: number;
  delaySamples: number;
  spacingSamples: number;
  fromClock: number;
  why: 'song' | 'moved' | 'slow' | 'lead';
}

/** Fields that changed; all of them when `whole`. */
export interface RoomMessage {
  type: 'room';
  version: number;
  whole?: boolean;
  name?: string;
  open?: boolean;
  leader?: string | null;
  phase?: Phase;
  listening?: string;
  locked?: boolean;
  /** Why no song begins for now; null where songs do. */
  closing?: 'restart' | 'move' | null;
  recording?: boolean;
  spacingSamples?: number;
  rows?: number;
  messageMs?: number;
  people?: number;
  listeners?: number;
  volume?: number;
  backingVolume?: number;
  crowdScaling?: boolean;
  bpm?: number;
  beats?: number;
  bpr?: number;
  repeats?: number;
  track?: string | null;
  tracks?: string[];
  /** Between songs: nobody talks, everybody as he likes, or whoever presses. */
  talk?: 'off' | 'open' | 'push';
  /** Who has each of the four places. */
  talkers?: (string | null)[];
  lyrics?: string;
  /** What is on; absent where the server knows no set list. */
  item?: ItemOn | null;
  /** Which page of it all see, from 0. */
  page?: number;
  accents?: number[];
  readiness?: Readiness;
  trackReady?: boolean;
  leaderVolume?: number;
  crowdVolume?: number;
  autoLevel?: boolean;
}

export interface RosterRow {
  id: string;
  name: string;
  bucket: number;
  role: Role;
  mode: Mode;
  ready?: Ready;
  fader: number;
  muted: boolean;
  soloed: boolean;
  /** dB, or null when nothing is heard. */
  level: number | null;
  late: number;
  away: boolean;
  v1?: boolean;
}

export interface RosterMessage {
  type: 'roster';
  version: number;
  rows: RosterRow[];
  gone?: string[];
  total?: number;
  more?: boolean;
}

export interface SongMessage {
  type: 'song';
  song: number;
  phase: Phase;
  startClock: number;
  endClock: number | null;
  leader: string | null;
  track?: string | null;
  bpm?: number;
  beats?: number;
  bpr?: number;
  repeats?: number;
  countInBeats?: number;
  /** The first beat after the count-in. */
  firstClock?: number;
  accents?: number[];
  item?: string | null;
  /** The clock, now, at which the song ends because its leader has gone. */
  leaderGoneAt?: number | null;
  /** Songs before this one that some row has not finished. */
  before?: { song: number; startClock: number; endClock: number }[];
}

export type HeardState = 'nobody' | 'heard' | 'quiet' | 'late' | 'off';

export type ServerMessage =
  | {
      type: 'welcome';
      clock: number;
      codecDelaySamples: number;
      id: string;
      role: Role;
      resume: string;
      seat: Omit<SeatMessage, 'type'>;
      room: Omit<RoomMessage, 'type'>;
      song: Omit<SongMessage, 'type'> | null;
      marks?: { id: string; clock: number }[];
      roster: Omit<RosterMessage, 'type'>;
    }
  | DeskNews
  | { type: 'pong'; t: number; clockAtReceive: number; clockAtSend: number }
  | SeatMessage
  | RoomMessage
  | RosterMessage
  | SongMessage
  | { type: 'heard'; state: HeardState; downstream: number }
  | { type: 'mark'; id: string; clock: number }
  | { type: 'chat'; from: string; name?: string; text: string; clock: number; chat?: number }
  | { type: 'private'; from: string; text: string; action?: PrivateAction; clock: number }
  /** The room is in another house. Only the server says so; believed by {@link isBelievable}. */
  | { type: 'moved'; url: string }
  | { type: 'reconnect' }
  | { type: 'error'; code: string; message: string; about?: string }
  | { type: 'bye'; reason: string };

/** What `GET api/join` answers. */
export interface JoinAnswer {
  room: string;
  shard: number;
  streamUrl: string;
  protocol: number;
}
