import type { ProbeResult } from '../calibration/evaluate';
import type { Calibration } from '../net/control';
import { rememberCalibration } from './memory';
import type { SessionPart } from './signals';

const SAMPLES_PER_MS = 48;

/** Clicks that verify what was remembered: -32 dBFS, the softest step of the sound check. */
const VERIFY_LEVEL = 0.025;

/** So much in all is put right without a word; more, and the sound check is to be repeated. */
const CORRECTED_MAX_MS = 150;

/** How long sound takes through this device: measured, clapped, said or remembered, and kept right while it lasts. */
export class SoundCheck {
  private correctedMs = 0;
  /** The calibration was found in this context: what changes in it from then on can be put right. */
  private calibratedHere = false;

  constructor(
    private readonly session: SessionPart,
    /** Another calibration holds from now on. */
    private readonly calibrated: () => void,
  ) {}

  /** Measures how long sound takes from loudspeaker to microphone, at `level` 0..0.1. */
  async measure(level: number): Promise<ProbeResult | undefined> {
    const result = await this.alone((engine) => engine.measureLatency(level));
    if (result) this.session.signals.measured.value = result;
    return result;
  }

  /** Plays knocks at `level`; by how he claps along he is set. */
  async clapAlong(level: number): Promise<boolean> {
    const found = await this.alone((engine) => engine.measureClapping(level));
    if (found) this.setByHand(found.offsetSamples, 0.5);
    return found !== undefined;
  }

  /** One measurement at a time. */
  private async alone<T>(
    measure: (engine: NonNullable<ReturnType<SessionPart['engine']>>) => Promise<T>,
  ): Promise<T | undefined> {
    const engine = this.session.engine();
    const { measuring } = this.session.signals;
    if (!engine || measuring.value) return undefined;
    measuring.value = true;
    try {
      return await measure(engine);
    } finally {
      measuring.value = false;
    }
  }

  setByHand(latencySamples: number, confidence: number): void {
    const headphones = this.session.signals.headphones.value;
    this.calibrate({ latencySamples: Math.max(0, latencySamples), confidence, headphones });
  }

  accept(result: ProbeResult): void {
    const confidence = Math.max(0, Math.min(1, (result.clarityDb - 12) / 12));
    this.setByHand(result.latencySamples, confidence);
  }

  acceptEstimate(): void {
    this.setByHand(this.session.engine()?.estimatedLatencySamples ?? 0, 0);
  }

  /** A microphone was opened: what was found for another opening is a first guess only. */
  reopened(): void {
    this.calibratedHere = false;
  }

  private calibrate(calibration: Calibration): void {
    const { signals } = this.session;
    signals.calibration.value = calibration;
    signals.stalledMs.value = 0;
    signals.changed.value = undefined;
    this.correctedMs = 0;
    this.calibratedHere = true;
    this.calibrated();
    rememberCalibration(signals.microphoneLabel.value, calibration);
    this.session.engine()?.latency(calibration.latencySamples);
    if (signals.line.value === 'open') this.session.send({ type: 'calibration', ...calibration });
  }

  /**
   * What was remembered holds for another opening of the sound, and may be off by a tenth of a second: soft clicks put it right. Where
   * they are not heard he sits further back, and is asked to check when there is time.
   */
  async verify(): Promise<void> {
    const { signals } = this.session;
    if (!signals.calibration.value || this.calibratedHere || signals.mode.value !== 'sing') return;
    const result = await this.measure(VERIFY_LEVEL);
    const calibration = signals.calibration.value;
    if (!result || !calibration || this.calibratedHere) return;
    if (result.accepted) {
      this.accept(result);
      return;
    }
    signals.calibration.value = { ...calibration, confidence: 0 };
    this.session.send({ type: 'calibration', ...calibration, confidence: 0 });
    signals.changed.value ??= 'resumed';
  }

  /** What is sung comes later (negative: earlier) for good: the stamp is put right by as much, and past a limit he is asked to check again. */
  stalled(ms: number): void {
    const { signals } = this.session;
    const calibration = signals.calibration.value;
    if (!calibration || !this.calibratedHere || signals.mode.value !== 'sing') return;
    this.correctedMs += ms;
    const latencySamples = calibration.latencySamples + Math.round(ms * SAMPLES_PER_MS);
    signals.calibration.value = { ...calibration, latencySamples };
    this.session.engine()?.latency(latencySamples);
    if (Math.abs(this.correctedMs) > CORRECTED_MAX_MS)
      signals.stalledMs.value = Math.round(Math.abs(this.correctedMs));
  }
}
