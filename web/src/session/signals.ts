import { computed, signal } from '@preact/signals';
import type { Faders } from '../audio/ports';
import type { ProbeResult } from '../calibration/evaluate';
import type { Copy } from '../codec/copyWatch';
import type { LineState } from '../codec/ports';
import type { Calibration, ClientMessage, Mode } from '../net/control';
import type { AudioEngine, EngineStatus } from './engine';
import { rememberedHousehold, rememberedName } from './memory';
import type { MicrophoneProblem } from './microphone';
import type { RoomState } from './roomState';

export type Screen = 'landing' | 'check' | 'room' | 'gone';

/** Why what the sound check found may hold no longer. */
export type Changed = 'microphone' | 'output' | 'resumed';

/** What the screens show of a session, and its parts share. Plain values; who writes them says so. */
export class SessionSignals {
  readonly screen = signal<Screen>('landing');
  readonly roomId = signal('main');
  readonly name = signal(rememberedName());
  readonly mode = signal<Mode>('sing');
  readonly headphones = signal(true);
  /** What those who sing in one room with him say as well; empty: he is alone. */
  readonly household = signal(rememberedHousehold());
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
  /** Soloed voices are heard here, and nothing else. */
  readonly hearsSolo = signal(false);
  readonly rttMs = signal<number | undefined>(undefined);
  readonly password = signal('');
  /** The room is in another house, whose page is being loaded: its host's name. */
  readonly movingTo = signal<string | undefined>(undefined);
  /** He comes from the house where the room was before. */
  readonly arrived = signal(false);

  /** The personal faders as they work now. */
  readonly audible = computed<Faders>(() => {
    const { leader, everyone, track } = this.faders.value;
    return this.hearsSolo.value
      ? { leader: 0, everyone: 0, track: 0, solo: everyone }
      : { leader, everyone, track, solo: 0 };
  });

  /** Everything about an evening that is over; what was chosen stays. */
  protected forget(): void {
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
    this.hearsSolo.value = false;
  }
}

/** What the parts of a session need of it beside its signals. */
export interface SessionPart {
  readonly signals: SessionSignals;
  /** Undefined before the first press and after leaving. */
  engine(): AudioEngine | undefined;
  send(message: ClientMessage): void;
}
