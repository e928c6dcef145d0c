import { computed, signal } from '@preact/signals';
import type { ProbeResult } from '../../calibration/evaluate';
import type { ClientMessage, Mode } from '../../net/control';
import { CorrectionCare } from '../../session/correction';
import { Desk } from '../../session/desk';
import type { EngineStatus } from '../../session/engine';
import { RoomFiles } from '../../session/files';
import { listenTogether } from '../../session/listenTogether';
import type { MicrophoneProblem } from '../../session/microphone';
import type { Practice, PracticeState } from '../../session/practice';
import { RoomHttp } from '../../session/roomHttp';
import { songMoment } from '../../session/roomState';
import { type SessionPart, SessionSignals } from '../../session/signals';
import { isListenBack } from '../../session/soloVerse';
import { RoomTakes, type Take } from '../../session/takes';
import type { SessionView } from '../context';

/** A practice that only remembers what was asked of it; tests set its state. */
class FakePractice {
  readonly state = signal<PracticeState>({ kind: 'idle' });

  constructor(private readonly called: (call: string) => void) {}

  async run(): Promise<void> {
    this.called('practice run');
    this.state.value = { kind: 'listen' };
  }

  hear(): void {
    this.called('practice hear');
  }

  reset(): void {
    this.state.value = { kind: 'idle' };
  }
}

/** A session without sound or server, for tests and screenshots. Never part of the app. */
export class FakeSession extends SessionSignals implements SessionView {
  readonly hushed = computed(() => {
    const room = this.room.value;
    return room !== undefined && isListenBack(room, this.status.value?.clock);
  });
  readonly moment = computed(() => songMoment(this.room.value?.song ?? null, this.status.value?.clock));

  readonly practice = new FakePractice((call) => this.calls.push(call)) as unknown as Practice;

  private readonly part: SessionPart = {
    signals: this,
    engine: () => undefined,
    send: (message) => this.send(message),
  };
  readonly desk = new Desk(this.part);
  private readonly http = new RoomHttp(() => ({ room: this.roomId.value, token: 'T' }));
  readonly files = new RoomFiles(this.http);
  readonly takes = new RoomTakes(this.http);
  readonly correction = new CorrectionCare(this.part, (latencySamples, confidence) =>
    this.setByHand(latencySamples, confidence),
  );

  constructor() {
    super();
    this.name.value = '';
    this.soundRunning.value = true;
    this.takes.list = async () => [];
  }

  /** What was asked of it, in order. */
  readonly calls: string[] = [];
  readonly sent: ClientMessage[] = [];
  /** What the next {@link openMicrophone} finds. */
  microphoneAnswer: MicrophoneProblem | 'open' = 'open';
  /** What the next {@link measure}s find, the last one for good. */
  measureAnswers: ProbeResult[] = [probe(true)];

  async enter(mode: Mode): Promise<void> {
    this.calls.push(`enter ${mode}`);
    this.mode.value = mode;
    if (mode === 'listen') this.joinRoom();
    else this.screen.value = 'check';
  }

  async openMicrophone(): Promise<boolean> {
    this.calls.push('openMicrophone');
    this.microphone.value = this.microphoneAnswer;
    return this.microphoneAnswer === 'open';
  }

  async measure(level: number): Promise<ProbeResult | undefined> {
    this.calls.push(`measure ${level}`);
    const next = this.measureAnswers.length > 1 ? this.measureAnswers.shift() : this.measureAnswers[0];
    this.measured.value = next;
    return next;
  }

  /** Whether the next clapping along is steady. */
  clapAnswer = true;

  async clapAlong(level: number): Promise<boolean> {
    this.calls.push(`clapAlong ${level}`);
    if (this.clapAnswer) this.setByHand(3_000, 0.5);
    return this.clapAnswer;
  }

  setByHand(latencySamples: number, confidence = 0.3): void {
    this.calls.push(`setByHand ${latencySamples}`);
    this.calibration.value = { latencySamples, confidence, headphones: true };
  }

  accept(result: ProbeResult): void {
    this.calls.push('accept');
    this.calibration.value = { latencySamples: result.latencySamples, confidence: 1, headphones: true };
  }

  acceptEstimate(): void {
    this.calls.push('acceptEstimate');
    this.calibration.value = { latencySamples: 3_000, confidence: 0, headphones: this.headphones.value };
  }

  joinRoom(): void {
    this.calls.push('joinRoom');
    this.screen.value = 'room';
    this.line.value = 'connecting';
  }

  send(message: ClientMessage): void {
    this.sent.push(message);
  }

  mute(muted: boolean): void {
    this.muted.value = muted;
  }

  silence(on: boolean): void {
    this.silenced.value = on;
  }

  talk(on: boolean): void {
    this.calls.push(`talk ${on}`);
    this.talking.value = on;
  }

  serverClock(): number | undefined {
    return this.status.value?.clock;
  }

  heardClock(): number | undefined {
    const status = this.status.peek();
    return status?.playing ? status.clock : undefined;
  }

  heardIn(clock: number): number | undefined {
    const heard = this.heardClock();
    return heard === undefined ? undefined : (clock - heard) / 48;
  }

  listenIn(on: boolean): void {
    this.calls.push(`listenIn ${on}`);
    this.mode.value = on ? 'listen' : 'sing';
  }

  listenTogether(take: Take, title: string): Promise<void> {
    return listenTogether({ session: this.part, desk: this.desk, takes: this.takes }, take, title);
  }

  hearSolo(on: boolean): void {
    this.hearsSolo.value = on;
    this.send({ type: 'hear', solo: on });
  }

  async wake(): Promise<void> {
    this.calls.push('wake');
  }

  async leave(): Promise<void> {
    this.calls.push('leave');
    this.screen.value = 'gone';
    this.line.value = 'closed';
    this.room.value = undefined;
  }
}

/** The result of a probe that was heard, or was not. */
export function probe(accepted: boolean): ProbeResult {
  return accepted
    ? { latencySamples: 3_072, spreadSamples: 20, clarityDb: 27, agreeing: 8, accepted: true }
    : { latencySamples: 511, spreadSamples: 200, clarityDb: 9, agreeing: 2, accepted: false };
}

/** The audio thread's figures at a clock. */
export function statusAt(clockSeconds: number, level = 0.08): EngineStatus {
  return {
    type: 'status',
    level,
    peak: Math.min(1, level * 3),
    outLevel: 0.1,
    playing: true,
    clock: clockSeconds * 48_000,
    depthSamples: 5_760,
    marginSamples: 2_000,
    underruns: 0,
    speedPpm: 3,
    contextFrame: 0,
    lagMs: 0,
  };
}
