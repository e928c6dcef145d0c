import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { along, isSteady } from '../calibration/along';
import type { Heard } from '../codec/echo';
import type { ClientMessage } from '../net/control';
import type { RoomState } from './roomState';

const SAMPLES_PER_MS = 48;
const BPM = 100;
const BEAT_SAMPLES = (60 * 48_000) / BPM;
const BEATS = 12;

/** The first ones are to find the beat by. */
const LISTEN_BEATS = 4;

/** Nobody hears less than this. */
const IN_TIME_MS = 30;

/** An onset further from its beat than this was meant for none. */
const REACH_SAMPLES = 200 * SAMPLES_PER_MS;
const PATIENCE_MS = 15_000;

/** Where a practice stands. */
export type PracticeState =
  | { kind: 'idle' | 'preparing' | 'listen' | 'clap' | 'waiting' | 'failed' }
  | { kind: 'done'; verdict: 'inTime' | 'off' | 'unheard'; offsetMs: number };

/** What a practice needs of the session. */
export interface PracticeHost {
  readonly room: ReadonlySignal<RoomState | undefined>;
  /** What clock sounds at this seat. */
  readonly clock: ReadonlySignal<number | undefined>;
  /** Goes into the practice room as its host, and a second person without a voice behind him. */
  enter(room: string, hostToken: string, singerToken: string): Promise<void>;
  send(message: ClientMessage): void;
  /** What the second person heard. */
  heard(): Promise<Heard>;
  leave(): void;
  play(pcm: Float32Array): void;
}

/**
 * Practice: a private room on the server, in which the newcomer claps along with a beat while a second, silent person in the row
 * behind hears him as the choir would. What that one heard shows whether he is in time; he can hear it himself.
 */
export class Practice {
  readonly state = signal<PracticeState>({ kind: 'idle' });
  private recording: Float32Array | undefined;

  constructor(private readonly host: PracticeHost) {}

  /** Twenty seconds; what came of it is then in {@link state}. */
  async run(): Promise<void> {
    const { kind } = this.state.peek();
    if (kind !== 'idle' && kind !== 'done' && kind !== 'failed') return;
    this.state.value = { kind: 'preparing' };
    let made: { room: string; host: string; singer: string } | undefined;
    try {
      made = await makeRoom();
      await this.host.enter(made.room, made.host, made.singer);
      const startClock = await this.begin();
      const heard = await this.perform(startClock);
      this.judge(heard, startClock);
    } catch {
      this.state.value = { kind: 'failed' };
    } finally {
      this.host.leave();
      if (made) void deleteRoom(made.room, made.host);
    }
  }

  /** Lets him hear what the others would have heard. */
  hear(): void {
    if (this.recording) this.host.play(this.recording);
  }

  /** Forgets what was found. */
  reset(): void {
    this.state.value = { kind: 'idle' };
  }

  private async begin(): Promise<number> {
    const { room } = this.host;
    await until(() => room.value !== undefined);
    this.host.send({ type: 'tempo', bpm: BPM, beats: LISTEN_BEATS });
    this.host.send({ type: 'lead' });
    await until(() => room.value?.room.bpm === BPM && room.value.room.leader === room.value.id);
    this.host.send({ type: 'start' });
    await until(() => room.value?.room.phase === 'singing' && room.value.song !== null);
    return room.value?.song?.startClock ?? 0;
  }

  private async perform(startClock: number): Promise<Heard> {
    const { clock } = this.host;
    const beat = () => ((clock.value ?? 0) - startClock) / BEAT_SAMPLES;
    this.state.value = { kind: 'listen' };
    await until(() => beat() > LISTEN_BEATS - 0.8);
    this.state.value = { kind: 'clap' };
    await until(() => beat() > BEATS - 0.4);
    this.state.value = { kind: 'waiting' };
    this.host.send({ type: 'stop' });
    // The row behind hears it one step later.
    const stepMs = (this.host.room.value?.seat.spacingSamples ?? 48_000) / SAMPLES_PER_MS;
    await new Promise((done) => setTimeout(done, stepMs + 1_000));
    return this.host.heard();
  }

  private judge({ clock, voice, backing }: Heard, startClock: number): void {
    const first = startClock - clock;
    const beats = Array.from(
      { length: BEATS - LISTEN_BEATS },
      (_, i) => first + (i + LISTEN_BEATS) * BEAT_SAMPLES,
    );
    const found = along(voice, beats, -REACH_SAMPLES, REACH_SAMPLES);
    // Measured against the beat as it was heard: both came the same way.
    const beat = along(backing, beats, -REACH_SAMPLES, REACH_SAMPLES);
    const offsetMs = Math.round((found.offsetSamples - beat.offsetSamples) / SAMPLES_PER_MS);
    const heardWell = isSteady(found, beats.length) && isSteady(beat, beats.length);
    const verdict = !heardWell ? 'unheard' : Math.abs(offsetMs) <= IN_TIME_MS ? 'inTime' : 'off';
    this.recording = mixed(voice, backing);
    this.state.value = { kind: 'done', verdict, offsetMs };
  }
}

/** As the row behind heard it. */
function mixed(voice: Float32Array, backing: Float32Array): Float32Array {
  const length = Math.max(voice.length, backing.length);
  return Float32Array.from({ length }, (_, i) => (voice[i] ?? 0) + (backing[i] ?? 0));
}

async function makeRoom(): Promise<{ room: string; host: string; singer: string }> {
  const answer = await fetch(new URL('api/rooms', location.href), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Practice', open: true, listening: 'off' }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!answer.ok) throw new Error(`rooms: ${answer.status}`);
  const { room, links } = (await answer.json()) as { room: string; links: Record<string, string> };
  const token = (role: string) => new URLSearchParams(links[role]?.split('#')[1]).get('token') ?? '';
  return { room, host: token('host'), singer: token('singer') };
}

async function deleteRoom(room: string, token: string): Promise<void> {
  try {
    const headers = { Authorization: `Bearer ${token}` };
    await fetch(new URL(`api/rooms/${room}`, location.href), { method: 'DELETE', headers });
  } catch {
    // A room that nobody uses goes by itself.
  }
}

/** Waits until `holds` of signals that it reads; throws after a time. */
export function until(holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let stop: (() => void) | undefined;
    let done = false;
    const timer = setTimeout(() => {
      stop?.();
      reject(new Error('waited too long'));
    }, PATIENCE_MS);
    stop = effect(() => {
      if (done || !holds()) return;
      done = true;
      clearTimeout(timer);
      resolve();
      queueMicrotask(() => stop?.());
    });
  });
}
