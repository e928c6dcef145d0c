import { signal } from '@preact/signals';
import type { CorrectionMessage } from '../net/desk';
import type { SessionPart } from './signals';

const SAMPLES_PER_MS = 48;

/** What was measured of him between songs, and what became of it. */
export type Correction =
  | { state: 'offer'; offsetMs: number }
  /** In force; can be taken back. */
  | { state: 'applied'; offsetMs: number }
  | { state: 'undone' };

/** The server heard that his voice lies off the beat: what it offers is applied only when he says so, and can be taken back. */
export class CorrectionCare {
  readonly now = signal<Correction | undefined>(undefined);

  constructor(
    private readonly session: SessionPart,
    private readonly setBy: (latencySamples: number, confidence: number) => void,
  ) {}

  answer(answer: 'accept' | 'decline' | 'undo'): void {
    this.session.send({ type: 'correction', answer });
    if (answer === 'decline') this.now.value = undefined;
  }

  /** He has seen what became of it. */
  close(): void {
    this.now.value = undefined;
  }

  received(message: CorrectionMessage): void {
    const offsetMs = message.offsetMs ?? 0;
    switch (message.state) {
      case 'offer':
        this.now.value = { state: 'offer', offsetMs };
        break;
      case 'withdrawn':
        if (this.now.peek()?.state === 'offer') this.now.value = undefined;
        break;
      case 'applied':
      case 'undone': {
        const calibration = this.session.signals.calibration.peek();
        const before = calibration?.latencySamples ?? 0;
        this.setBy(before + Math.round(offsetMs * SAMPLES_PER_MS), calibration?.confidence ?? 0);
        this.now.value = message.state === 'applied' ? { state: 'applied', offsetMs } : { state: 'undone' };
        break;
      }
    }
  }
}
