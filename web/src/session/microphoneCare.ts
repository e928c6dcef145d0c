import type { AudioEngine } from './engine';
import { rememberedCalibration } from './memory';
import { isAllowed, isForbidden, MicrophoneError, outputName, whenAllowed } from './microphone';
import type { SessionPart } from './signals';

/** A microphone that another program held, or that is gone, is looked for this often, where that asks the visitor nothing. */
const LOOK_AGAIN_MS = 3_000;

/** Problems that may pass by themselves. */
const PASSING: ReadonlySet<string> = new Set(['missing', 'in-use', 'unplugged', 'unknown']);

/** Opens the singer's microphone, says what is wrong with it, and gets it back by itself where that can be. Lives as long as the page. */
export class MicrophoneCare {
  private output = '';
  private watching = false;
  private looking = false;

  constructor(
    private readonly session: SessionPart,
    /** Another microphone, or the same anew, is open from now on. */
    private readonly opened: () => void,
  ) {
    setInterval(() => void this.lookAgain(), LOOK_AGAIN_MS);
  }

  /** Opens it; what is wrong with it is then in the session's `microphone`. */
  async open(engine: AudioEngine): Promise<boolean> {
    this.session.signals.microphone.value = 'opening';
    this.watchPermission();
    return this.tryToOpen(engine);
  }

  /** Allowed after all: no further press is needed. */
  private watchPermission(): void {
    if (this.watching) return;
    this.watching = true;
    void whenAllowed(() => {
      const engine = this.session.engine();
      if (engine && this.session.signals.microphone.value === 'denied') void this.open(engine);
    });
  }

  private async tryToOpen(engine: AudioEngine): Promise<boolean> {
    const { signals } = this.session;
    try {
      await engine.openMicrophone(signals.headphones.value);
    } catch (e) {
      const problem = e instanceof MicrophoneError ? e.problem : 'unknown';
      // Who pulled it out knows that it is missing.
      if (signals.microphone.value !== 'unplugged' || problem !== 'missing')
        signals.microphone.value = problem;
      return false;
    }
    signals.microphone.value = 'open';
    signals.microphoneLabel.value = engine.microphoneLabel;
    signals.wireless.value = await engine.isWireless();
    const remembered = rememberedCalibration(engine.microphoneLabel);
    this.opened();
    this.output = await outputName();
    if (signals.screen.value !== 'room') {
      signals.calibration.value = remembered;
      return true;
    }
    // In the middle: he sings on by what is known best, and is asked to check when there is time.
    signals.calibration.value = remembered ?? signals.calibration.value;
    if (signals.calibration.value) engine.latency(signals.calibration.value.latencySamples);
    signals.changed.value = 'microphone';
    this.session.send({ type: 'ready', state: 'ready' });
    return true;
  }

  /** Looks for a microphone that may be back, without a word until it is. */
  private async lookAgain(): Promise<void> {
    const { mode, microphone } = this.session.signals;
    const engine = this.session.engine();
    if (!engine || this.looking || mode.value !== 'sing' || !PASSING.has(microphone.value)) return;
    this.looking = true;
    try {
      if (await isAllowed()) await this.tryToOpen(engine);
    } finally {
      this.looking = false;
    }
  }

  /** Pulled out, or the visitor took his permission back. */
  async gone(): Promise<void> {
    const { microphone } = this.session.signals;
    microphone.value = 'unplugged';
    this.session.send({ type: 'ready', state: 'off' });
    if (await isForbidden()) microphone.value = 'denied';
  }

  /** The set of devices is another one. */
  async devicesChanged(): Promise<void> {
    const { signals } = this.session;
    await this.lookAgain();
    if (signals.microphone.value !== 'open') return;
    const engine = this.session.engine();
    if (!(await engine?.microphoneIsListed())) {
      engine?.closeMicrophone();
      return this.gone();
    }
    const output = await outputName();
    if (output === this.output) return;
    this.output = output;
    if (signals.screen.value === 'room') signals.changed.value = 'output';
  }
}
