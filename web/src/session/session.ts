import { computed, effect, signal } from '@preact/signals';
import type { Faders } from '../audio/ports';
import type { ProbeResult } from '../calibration/evaluate';
import type { Copy } from '../codec/copyWatch';
import type { Heard } from '../codec/echo';
import type { FromWorker, LineState } from '../codec/ports';
import type { Calibration, ClientMessage, Hello, Mode, ServerMessage } from '../net/control';
import { AudioEngine, type EngineStatus } from './engine';
import {
  deviceKey,
  rememberCalibration,
  rememberedCalibration,
  rememberedName,
  rememberName,
} from './memory';
import {
  isAllowed,
  isForbidden,
  MicrophoneError,
  type MicrophoneProblem,
  outputName,
  whenAllowed,
} from './microphone';
import { Practice, until } from './practice';
import { type RoomState, reduce, songMoment } from './roomState';

export type Screen = 'landing' | 'check' | 'room' | 'gone';

/** Why what the sound check found may hold no longer. */
export type Changed = 'microphone' | 'output' | 'resumed';

const SAMPLES_PER_MS = 48;

/** Clicks that verify what was remembered: -32 dBFS, the softest step of the sound check. */
const VERIFY_LEVEL = 0.025;

/** So much in all is put right without a word; more, and the sound check is to be repeated. */
const CORRECTED_MAX_MS = 150;

/** A microphone that another program held, or that is gone, is looked for this often, where that asks the visitor nothing. */
const LOOK_AGAIN_MS = 3_000;

/** How the line is, is told this often to those who help. */
const STATS_MS = 5_000;

/** Problems that may pass by themselves. */
const PASSING: ReadonlySet<string> = new Set(['missing', 'in-use', 'unplugged', 'unknown']);

/**
 * Everything the screens show and do, as signals; one per page. Screens never touch the engine.
 *
 * Order of an evening: {@link enter} (a press) makes the sound; a singer goes through the sound check ({@link openMicrophone},
 * {@link measure}, {@link accept}); {@link joinRoom} opens the line.
 */
export class Session {
  readonly screen = signal<Screen>('landing');
  readonly roomId = signal('main');
  readonly name = signal(rememberedName());
  readonly mode = signal<Mode>('sing');
  readonly headphones = signal(true);
  readonly line = signal<LineState>('closed');
  /** Why the server said no or goodbye. */
  readonly lineReason = signal<string | undefined>(undefined);
  readonly room = signal<RoomState | undefined>(undefined);
  readonly status = signal<EngineStatus | undefined>(undefined);
  readonly soundRunning = signal(false);
  readonly microphone = signal<MicrophoneProblem | 'off' | 'opening' | 'open'>('off');
  readonly microphoneLabel = signal('');
  readonly wireless = signal(false);
  readonly measuring = signal(false);
  readonly measured = signal<ProbeResult | undefined>(undefined);
  readonly calibration = signal<Calibration | undefined>(undefined);
  readonly muted = signal(false);
  readonly silenced = signal(false);
  readonly talking = signal(false);
  readonly faders = signal<Faders>({ leader: 1, everyone: 1, track: 1 });
  /** The last refusal of something that was asked for: its code, for a sentence in the reader's language, and the server's own. */
  readonly error = signal<{ code: string; message: string } | undefined>(undefined);
  /** Sound came to be later in the middle: the sound check is to be repeated. */
  readonly stalledMs = signal(0);
  /** Something changed since the sound check: it is to be repeated when there is time. */
  readonly changed = signal<Changed | undefined>(undefined);
  /** The microphone hears the choir: from this device's loudspeaker, or from another device in the room. */
  readonly copy = signal<Copy>('none');
  readonly rttMs = signal<number | undefined>(undefined);
  readonly password = signal('');

  private token: string | undefined;
  private engine: AudioEngine | undefined;
  private clockOffset: number | undefined;
  private correctedMs = 0;
  /** The calibration was found in this context: what changes in it from then on can be put right. */
  private calibratedHere = false;
  /** The row and the number of rows at which he asked for the last one. */
  private askedAt = '';
  private output = '';
  private watching = false;
  private looking = false;
  private toldUnderruns = 0;
  private readonly echoSeated = signal(false);
  private tellHeard: ((heard: Heard) => void) | undefined;

  /** The song as it stands at this seat. */
  readonly moment = computed(() => songMoment(this.room.value?.song ?? null, this.status.value?.clock));

  /** Hears himself as the choir would, in a room of his own, before he goes in. */
  readonly practice = new Practice({
    room: this.room,
    clock: computed(() => (this.status.value?.playing ? this.status.value.clock : undefined)),
    enter: (room, hostToken, singerToken) => this.enterPractice(room, hostToken, singerToken),
    send: (message) => this.send(message),
    heard: () => this.echoHeard(),
    leave: () => this.leavePractice(),
    play: (pcm) => this.engine?.play(pcm),
  });

  constructor(address: URL) {
    this.roomId.value = address.searchParams.get('room') ?? 'main';
    const fragment = new URLSearchParams(address.hash.slice(1));
    this.token = fragment.get('token') ?? undefined;
    effect(() => {
      // Read before it is known whether there is an engine: else the effect never runs again.
      const faders = this.faders.value;
      this.engine?.faders(faders);
    });
    setInterval(() => void this.lookAgain(), LOOK_AGAIN_MS);
    setInterval(() => this.tellStats(), STATS_MS);
  }

  /** From a press: makes the sound; singers go on to the sound check, listeners straight into the room. */
  async enter(mode: Mode): Promise<void> {
    this.mode.value = mode;
    if (mode === 'sing') rememberName(this.name.value);
    const engine = await this.startEngine();
    if (mode === 'sing') {
      this.screen.value = 'check';
      return;
    }
    engine.closeMicrophone();
    this.microphone.value = 'off';
    this.joinRoom();
  }

  /** Opens the microphone; what is wrong with it is then in {@link microphone}. */
  async openMicrophone(): Promise<boolean> {
    const engine = await this.startEngine();
    this.microphone.value = 'opening';
    this.watchPermission();
    return this.tryMicrophone(engine);
  }

  /** Allowed after all: no further press is needed. */
  private watchPermission(): void {
    if (this.watching) return;
    this.watching = true;
    void whenAllowed(() => {
      if (this.microphone.value === 'denied') void this.openMicrophone();
    });
  }

  private async tryMicrophone(engine: AudioEngine): Promise<boolean> {
    try {
      await engine.openMicrophone(this.headphones.value);
    } catch (e) {
      const problem = e instanceof MicrophoneError ? e.problem : 'unknown';
      // Who pulled it out knows that it is missing.
      if (this.microphone.value !== 'unplugged' || problem !== 'missing') this.microphone.value = problem;
      return false;
    }
    this.microphone.value = 'open';
    this.microphoneLabel.value = engine.microphoneLabel;
    this.wireless.value = await engine.isWireless();
    const remembered = rememberedCalibration(engine.microphoneLabel);
    this.calibratedHere = false;
    this.output = await outputName();
    if (this.screen.value !== 'room') {
      this.calibration.value = remembered;
      return true;
    }
    // In the middle: he sings on by what is known best, and is asked to check when there is time.
    this.calibration.value = remembered ?? this.calibration.value;
    if (this.calibration.value) engine.latency(this.calibration.value.latencySamples);
    this.changed.value = 'microphone';
    this.send({ type: 'ready', state: 'ready' });
    return true;
  }

  /** Looks for a microphone that may be back, without a word until it is. */
  private async lookAgain(): Promise<void> {
    const { engine } = this;
    if (!engine || this.looking || this.mode.value !== 'sing' || !PASSING.has(this.microphone.value)) return;
    this.looking = true;
    try {
      if (await isAllowed()) await this.tryMicrophone(engine);
    } finally {
      this.looking = false;
    }
  }

  /** Measures how long sound takes from loudspeaker to microphone, at `level` 0..0.1. */
  async measure(level: number): Promise<ProbeResult | undefined> {
    const { engine } = this;
    if (!engine || this.measuring.value) return undefined;
    this.measuring.value = true;
    try {
      const result = await engine.measureLatency(level);
      this.measured.value = result;
      return result;
    } finally {
      this.measuring.value = false;
    }
  }

  /** For who cannot hold a headphone to the microphone: plays knocks at `level`, he claps along. */
  async clapAlong(level: number): Promise<boolean> {
    const { engine } = this;
    if (!engine || this.measuring.value) return false;
    this.measuring.value = true;
    try {
      const found = await engine.measureClapping(level);
      if (found) this.setByHand(found.offsetSamples, 0.5);
      return found !== undefined;
    } finally {
      this.measuring.value = false;
    }
  }

  /** Sings by what he says himself. */
  setByHand(latencySamples: number, confidence = 0.3): void {
    this.calibrate({
      latencySamples: Math.max(0, latencySamples),
      confidence,
      headphones: this.headphones.value,
    });
  }

  /** Sings by what was measured. */
  accept(result: ProbeResult): void {
    const confidence = Math.max(0, Math.min(1, (result.clarityDb - 12) / 12));
    this.calibrate({ latencySamples: result.latencySamples, confidence, headphones: this.headphones.value });
  }

  /** Sings by the browser's own estimate; the seat will be in the last row. */
  acceptEstimate(): void {
    const latencySamples = this.engine?.estimatedLatencySamples ?? 0;
    this.calibrate({ latencySamples, confidence: 0, headphones: this.headphones.value });
  }

  private calibrate(calibration: Calibration): void {
    this.calibration.value = calibration;
    // What was found before is about another one.
    if (this.practice.state.peek().kind === 'done') this.practice.reset();
    this.stalledMs.value = 0;
    this.changed.value = undefined;
    this.correctedMs = 0;
    this.calibratedHere = true;
    rememberCalibration(this.microphoneLabel.value, calibration);
    this.engine?.latency(calibration.latencySamples);
    if (this.line.value === 'open') this.send({ type: 'calibration', ...calibration });
  }

  /** Goes into the room, by the link's token if there was one. */
  joinRoom(): void {
    const { engine } = this;
    if (!engine) return;
    const room = this.roomId.value;
    engine.connect(joinUrl(room), {
      ...this.hello(room, this.token),
      ...(this.password.value ? { password: this.password.value } : {}),
    });
    this.screen.value = 'room';
    this.applyMode();
    if (this.calibration.value && !this.calibratedHere && this.mode.value === 'sing') void this.verify();
  }

  /**
   * What was remembered holds for another opening of the sound, and may be off by a tenth of a second: soft clicks put it right. Where
   * they are not heard he sits further back, and is asked to check when there is time.
   */
  private async verify(): Promise<void> {
    const result = await this.measure(VERIFY_LEVEL);
    const calibration = this.calibration.value;
    if (!result || !calibration || this.calibratedHere) return;
    if (result.accepted) {
      this.accept(result);
      return;
    }
    this.calibration.value = { ...calibration, confidence: 0 };
    this.send({ type: 'calibration', ...calibration, confidence: 0 });
    this.changed.value ??= 'resumed';
  }

  private hello(room: string, token: string | undefined): Hello {
    const calibration = this.calibration.value;
    if (calibration) this.engine?.latency(calibration.latencySamples);
    return {
      type: 'hello',
      protocol: 2,
      room,
      name: this.name.value,
      mode: this.mode.value,
      device: deviceKey(),
      ...(token ? { token } : {}),
      ...(calibration && this.mode.value === 'sing' ? { calibration } : {}),
    };
  }

  private async enterPractice(room: string, hostToken: string, singerToken: string): Promise<void> {
    const { engine } = this;
    if (!engine) throw new Error('no sound');
    this.room.value = undefined;
    this.echoSeated.value = false;
    engine.connect(joinUrl(room), this.hello(room, hostToken));
    this.applyMode();
    const { calibration: _, device: __, ...second } = this.hello(room, singerToken);
    engine.echo(joinUrl(room), second);
    await until(() => this.echoSeated.value);
  }

  private leavePractice(): void {
    this.engine?.echoEnd();
    this.engine?.hangUp();
    this.room.value = undefined;
    this.error.value = undefined;
  }

  private echoHeard(): Promise<Heard> {
    return new Promise((resolve) => {
      this.tellHeard = resolve;
      this.engine?.echoEnd();
    });
  }

  send(message: ClientMessage): void {
    this.engine?.send(message);
  }

  mute(muted: boolean): void {
    this.muted.value = muted;
    this.engine?.muted(muted);
    this.send({ type: 'mute', muted });
  }

  /** Esc: silence at once; again: sound fades in. */
  silence(on: boolean): void {
    this.silenced.value = on;
    this.engine?.silence(on);
  }

  /** Between songs, while a button is held: the microphone goes to the others at once. */
  talk(on: boolean): void {
    this.talking.value = on;
    this.send({ type: 'talk', scope: 'me', on });
    this.applyMode();
  }

  /** The server's clock now; undefined until it is known. */
  serverClock(): number | undefined {
    if (this.clockOffset === undefined) return undefined;
    return this.clockOffset + (performance.timeOrigin + performance.now()) * SAMPLES_PER_MS;
  }

  /** The network is back, or the page came to the front. */
  async wake(): Promise<void> {
    this.engine?.retry();
    await this.engine?.wake();
  }

  async leave(): Promise<void> {
    const { engine } = this;
    this.engine = undefined;
    this.screen.value = 'gone';
    this.room.value = undefined;
    this.microphone.value = 'off';
    this.line.value = 'closed';
    this.lineReason.value = undefined;
    this.status.value = undefined;
    this.stalledMs.value = 0;
    this.changed.value = undefined;
    this.copy.value = 'none';
    this.silenced.value = false;
    this.talking.value = false;
    this.error.value = undefined;
    await engine?.close();
  }

  private async startEngine(): Promise<AudioEngine> {
    if (this.engine) {
      await this.engine.wake();
      return this.engine;
    }
    const engine = await AudioEngine.create({
      fromWorker: (message) => this.fromWorker(message),
      status: (status) => {
        this.status.value = status;
      },
      stalled: (ms) => this.stalled(ms),
      microphoneGone: () => void this.microphoneGone(),
      microphoneHushed: (hushed) => {
        this.microphone.value = hushed ? 'hushed' : 'open';
      },
      devicesChanged: () => void this.devicesChanged(),
      running: (running) => this.runs(running),
    });
    this.engine = engine;
    this.soundRunning.value = engine.context.state === 'running';
    engine.faders(this.faders.value);
    return engine;
  }

  /** Pulled out, or the visitor took his permission back. */
  private async microphoneGone(): Promise<void> {
    this.microphone.value = 'unplugged';
    this.send({ type: 'ready', state: 'off' });
    if (await isForbidden()) this.microphone.value = 'denied';
  }

  private async devicesChanged(): Promise<void> {
    await this.lookAgain();
    if (this.microphone.value !== 'open') return;
    if (!(await this.engine?.microphoneIsListed())) {
      this.engine?.closeMicrophone();
      return this.microphoneGone();
    }
    const output = await outputName();
    if (output === this.output) return;
    this.output = output;
    if (this.screen.value === 'room') this.changed.value = 'output';
  }

  /** The browser paused the sound, or goes on with it. Tries to go on at once: only some browsers want a press for that. */
  private runs(running: boolean): void {
    const goesOn = running && !this.soundRunning.value;
    this.soundRunning.value = running;
    if (!running && !document.hidden) void this.engine?.wake();
    if (!goesOn) return;
    this.engine?.fadeIn();
    // Sound that was opened anew takes another time.
    if (this.screen.value === 'room' && this.mode.value === 'sing') this.changed.value ??= 'resumed';
  }

  /** What is sung comes later for good: the stamp is put right by as much, and past a limit he is asked to check again. */
  private stalled(ms: number): void {
    const calibration = this.calibration.value;
    if (!calibration || !this.calibratedHere || this.mode.value !== 'sing') return;
    this.correctedMs += ms;
    const latencySamples = calibration.latencySamples + Math.round(ms * SAMPLES_PER_MS);
    this.calibration.value = { ...calibration, latencySamples };
    this.engine?.latency(latencySamples);
    if (this.correctedMs > CORRECTED_MAX_MS) this.stalledMs.value = Math.round(this.correctedMs);
  }

  private fromWorker(message: FromWorker): void {
    switch (message.type) {
      case 'line':
        this.line.value = message.state;
        this.lineReason.value = message.reason;
        break;
      case 'clock':
        this.clockOffset = message.offsetSamples;
        this.rttMs.value = message.rttMs;
        break;
      case 'copy':
        this.copy.value = message.copy;
        break;
      case 'echoSeated':
        this.echoSeated.value = true;
        break;
      case 'echo':
        this.tellHeard?.(message);
        this.tellHeard = undefined;
        break;
      case 'message':
        this.received(message.message);
        break;
    }
  }

  private received(message: ServerMessage): void {
    const before = this.room.value;
    this.room.value = reduce(before, message);
    if (message.type === 'welcome' && inSong(before) && !inSong(this.room.value)) {
      this.error.value = { code: 'song-lost', message: 'The song broke off.' };
    }
    if (message.type === 'error') this.error.value = { code: message.code, message: message.message };
    if (message.type === 'welcome' || message.type === 'room') this.applyMode();
    if (message.type === 'welcome') this.askedAt = '';
    this.askForLastRow();
    if (message.type === 'welcome') {
      const open = this.microphone.value === 'open';
      this.send({ type: 'ready', state: open ? 'ready' : 'off' });
      if (this.muted.value) this.send({ type: 'mute', muted: true });
    }
  }

  /** Without headphones the choir is in his microphone: he sits where nobody hears it. Asked once for each seat. */
  private askForLastRow(): void {
    const room = this.room.value;
    if (!room || this.mode.value !== 'sing' || this.headphones.value) return;
    const { bucket } = room.seat;
    const rows = room.room.rows ?? 0;
    const at = `${bucket}/${rows}`;
    if (bucket < 2 || bucket >= rows || at === this.askedAt) return;
    this.askedAt = at;
    this.send({ type: 'seat', who: room.id, bucket: rows });
  }

  private tellStats(): void {
    const status = this.status.value;
    if (!status || this.line.value !== 'open') return;
    this.send({
      type: 'stats',
      underruns: Math.max(0, status.underruns - this.toldUnderruns),
      bufferSamples: status.depthSamples,
      rttMs: Math.round(this.rttMs.value ?? 0),
      copy: this.copy.value,
    });
    this.toldUnderruns = status.underruns;
  }

  private talksNow(): boolean {
    const talk = this.room.value?.room.talk ?? 'off';
    return talk === 'open' || (talk === 'push' && this.talking.value);
  }

  private applyMode(): void {
    if (this.mode.value === 'listen') this.engine?.mode('listen');
    else if (this.talksNow()) this.engine?.mode('talk');
    else this.engine?.mode('sing');
  }
}

function joinUrl(room: string): string {
  const url = new URL('api/join', location.href);
  url.hash = '';
  url.search = new URLSearchParams({ room }).toString();
  return url.href;
}

function inSong(state: RoomState | undefined): boolean {
  const phase = state?.room.phase;
  return phase === 'singing' || phase === 'trailing';
}
