import { computed, effect } from '@preact/signals';
import type { ProbeResult } from '../calibration/evaluate';
import type { FromWorker } from '../codec/ports';
import type { ClientMessage, Hello, Mode, ServerMessage } from '../net/control';
import { CorrectionCare } from './correction';
import { Desk } from './desk';
import { AudioEngine } from './engine';
import { RoomFiles } from './files';
import { listenTogether } from './listenTogether';
import { deviceKey, rememberedHousehold, rememberedName, rememberHousehold, rememberName } from './memory';
import { Metronome } from './metronome';
import { MicrophoneCare } from './microphoneCare';
import { arrive, movedAddress } from './moved';
import { Practice } from './practice';
import { PracticeLine } from './practiceLine';
import { RoomHttp } from './roomHttp';
import { type RoomState, reduce, songMoment } from './roomState';
import { type SessionPart, SessionSignals } from './signals';
import { SoloVerse } from './soloVerse';
import { SoundCheck } from './soundCheck';
import { RoomTakes, type Take } from './takes';

export type { Changed, Screen } from './signals';

const SAMPLES_PER_MS = 48;

/** How the line is, is told this often to those who help. */
const STATS_MS = 5_000;

/**
 * Everything the screens show and do, as signals; one per page. Screens never touch the engine.
 *
 * Order of an evening: {@link enter} (a press) makes the sound; a singer goes through the sound check ({@link openMicrophone},
 * {@link measure}, {@link accept}); {@link joinRoom} opens the line.
 */
export class Session extends SessionSignals {
  private token: string | undefined;
  /** By what the house where the room was before let us be known here. */
  private resume: string | undefined;
  private engine: AudioEngine | undefined;
  private clockOffset: number | undefined;
  /** The row and the number of rows at which he asked for the last one. */
  private askedAt = '';
  private toldUnderruns = 0;
  private readonly part: SessionPart = {
    signals: this,
    engine: () => this.engine,
    send: (message) => this.send(message),
  };
  private readonly check = new SoundCheck(this.part, () => {
    // What was found before is about another one.
    if (this.practice.state.peek().kind === 'done') this.practice.reset();
  });
  private readonly microphoneCare = new MicrophoneCare(this.part, () => this.check.reopened());

  /** The song as it stands at this seat. */
  readonly moment = computed(() => songMoment(this.room.value?.song ?? null, this.status.value?.clock));

  private readonly practiceLine = new PracticeLine(
    this.part,
    (room, token) => this.call(room, token),
    joinUrl,
  );

  /** Hears himself as the choir would, in a room of his own, before he goes in. */
  readonly practice = new Practice(this.practiceLine);

  /** What hosts and helpers know and do. */
  readonly desk = new Desk(this.part);

  private readonly http = new RoomHttp(() => ({ room: this.roomId.value, token: this.token }));

  /** Tracks and pages of this room. */
  readonly files = new RoomFiles(this.http);

  /** Its recorded songs. */
  readonly takes = new RoomTakes(this.http);

  /** What was measured of him, and his answer. */
  readonly correction = new CorrectionCare(this.part, (latencySamples, confidence) =>
    this.check.setByHand(latencySamples, confidence),
  );

  private readonly soloVerse = new SoloVerse(this.part);

  /** Only who leads sings now. */
  readonly hushed = this.soloVerse.hushed;

  constructor(address: URL) {
    super();
    new Metronome(this.part);
    this.roomId.value = address.searchParams.get('room') ?? 'main';
    const fragment = new URLSearchParams(address.hash.slice(1));
    const from = arrive(fragment);
    this.token = fragment.get('token') ?? undefined;
    if (from) this.arrive(address, fragment, from.resume);
    effect(() => {
      // Read before it is known whether there is an engine: else the effect never runs again.
      const faders = this.audible.value;
      this.engine?.faders(faders);
    });
    setInterval(() => this.tellStats(), STATS_MS);
  }

  /** He comes from the house where the room was before: what is his is taken, and stands in no address that he may pass on. */
  private arrive(address: URL, fragment: URLSearchParams, resume: string | undefined): void {
    this.resume = resume;
    this.arrived.value = true;
    this.name.value = rememberedName();
    this.household.value = rememberedHousehold();
    const link = new URL(address);
    link.hash = fragment.toString();
    history.replaceState(null, '', link);
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
    return this.microphoneCare.open(await this.startEngine());
  }

  /** Measures how long sound takes from loudspeaker to microphone, at `level` 0..0.1. */
  measure(level: number): Promise<ProbeResult | undefined> {
    return this.check.measure(level);
  }

  /** For who cannot hold a headphone to the microphone: plays knocks at `level`, he claps along. */
  clapAlong(level: number): Promise<boolean> {
    return this.check.clapAlong(level);
  }

  /** Sings by what he says himself. */
  setByHand(latencySamples: number, confidence = 0.3): void {
    this.check.setByHand(latencySamples, confidence);
  }

  /** Sings by what was measured. */
  accept(result: ProbeResult): void {
    this.check.accept(result);
  }

  /** Sings by the browser's own estimate; the seat will be in the last row. */
  acceptEstimate(): void {
    this.check.acceptEstimate();
  }

  /** Goes into the room, by the link's token if there was one. */
  joinRoom(): void {
    if (!this.call(this.roomId.value, this.token, this.password.value, this.resume)) return;
    this.resume = undefined; // the line has it now
    this.screen.value = 'room';
    void this.check.verify();
  }

  /** Opens the line to `room`; what was said of him there, undefined before there is sound. */
  private call(room: string, token: string | undefined, password = '', resume?: string): Hello | undefined {
    if (!this.engine) return undefined;
    const hello = {
      ...this.hello(room, token),
      ...(password ? { password } : {}),
      ...(resume ? { resume } : {}),
    };
    this.engine.connect(joinUrl(room), hello);
    this.applyMode();
    return hello;
  }

  private hello(room: string, token: string | undefined): Hello {
    const calibration = this.calibration.value;
    if (calibration) this.engine?.latency(calibration.latencySamples);
    const household = this.household.value.trim();
    rememberHousehold(household);
    return {
      type: 'hello',
      protocol: 2,
      room,
      name: this.name.value,
      mode: this.mode.value,
      device: deviceKey(),
      ...(token ? { token } : {}),
      ...(household && this.mode.value === 'sing' ? { household } : {}),
      ...(calibration && this.mode.value === 'sing' ? { calibration } : {}),
    };
  }

  send(message: ClientMessage): void {
    this.engine?.send(message);
  }

  mute(muted: boolean): void {
    // The microphone follows: see SoloVerse.
    this.muted.value = muted;
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

  /** The clock of what leaves the loudspeaker at `atMs` of `performance.now()`; undefined while nothing plays. */
  heardClock(atMs = performance.now()): number | undefined {
    return this.engine?.heardAt(atMs);
  }

  /** In how many milliseconds what leaves the loudspeaker reaches `clock`, jumps of the sound included; undefined when it is not known to. */
  heardIn(clock: number): number | undefined {
    return this.engine?.heardIn(clock);
  }

  /** Leaves his seat to hear the choir from its end, or goes back to it. */
  listenIn(on: boolean): void {
    this.mode.value = on ? 'listen' : 'sing';
    this.send({ type: 'mode', mode: this.mode.value });
    this.applyMode();
  }

  /** Puts a recorded song on, to be started for everybody like any other. */
  listenTogether(take: Take, title: string): Promise<void> {
    return listenTogether({ session: this.part, desk: this.desk, takes: this.takes }, take, title);
  }

  /** Whether soloed voices are to be heard here, and nothing else. */
  hearSolo(on: boolean): void {
    this.hearsSolo.value = on;
    this.send({ type: 'hear', solo: on });
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
    this.forget();
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
      stalled: (ms) => this.check.stalled(ms),
      microphoneGone: () => void this.microphoneCare.gone(),
      microphoneHushed: (hushed) => {
        this.microphone.value = hushed ? 'hushed' : 'open';
      },
      devicesChanged: () => void this.microphoneCare.devicesChanged(),
      running: (running) => this.runs(running),
    });
    this.engine = engine;
    this.soundRunning.value = engine.context.state === 'running';
    engine.faders(this.audible.value);
    engine.muted(this.muted.value);
    return engine;
  }

  /** The browser paused the sound, or goes on with it. Tries to go on at once: only some browsers want a press for that. */
  private runs(running: boolean): void {
    const goesOn = running && !this.soundRunning.value;
    this.soundRunning.value = running;
    // Told now: when it goes on, its first sound would be there before the word.
    if (!running) this.engine?.fadeIn();
    if (!running && !document.hidden) void this.engine?.wake();
    if (!goesOn) return;
    // Sound that was opened anew takes another time.
    if (this.screen.value === 'room' && this.mode.value === 'sing') this.changed.value ??= 'resumed';
  }

  private fromWorker(message: FromWorker): void {
    switch (message.type) {
      case 'line':
        this.line.value = message.state;
        this.lineReason.value = message.reason;
        break;
      case 'moved':
        this.move(message.url, message.resume);
        break;
      case 'clock':
        this.clockOffset = message.offsetSamples;
        this.rttMs.value = message.rttMs;
        break;
      case 'copy':
        this.copy.value = message.copy;
        break;
      case 'echoSeated':
        this.practiceLine.echoSeated();
        break;
      case 'echo':
        this.practiceLine.echoed(message);
        break;
      case 'message':
        this.received(message.message);
        break;
    }
  }

  /** The room is in another house: its page is loaded, where he goes in as he is. */
  private move(url: string, resume: string | undefined): void {
    this.movingTo.value = new URL(url).host;
    location.assign(movedAddress(url, this.roomId.value, this.token, resume));
  }

  private received(message: ServerMessage): void {
    const before = this.room.value;
    this.room.value = reduce(before, message);
    this.desk.received(message);
    if (message.type === 'correction') this.correction.received(message);
    if (message.type === 'welcome' && inSong(before) && !inSong(this.room.value)) {
      this.error.value = { code: 'song-lost', message: 'The song broke off.' };
    }
    // That no song begins for now stands in `room.closing`, for who comes later too.
    if (message.type === 'error' && message.code !== 'conflict' && message.code !== 'unavailable')
      this.error.value = { code: message.code, message: message.message };
    if (message.type === 'welcome' || message.type === 'room') this.applyMode();
    if (message.type === 'welcome') this.askedAt = '';
    this.askForLastRow();
    if (message.type === 'welcome') {
      const open = this.microphone.value === 'open';
      this.send({ type: 'ready', state: open ? 'ready' : 'off' });
      if (this.muted.value) this.send({ type: 'mute', muted: true });
      if (this.hearsSolo.value) this.send({ type: 'hear', solo: true });
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
