import { useSignal } from '@preact/signals';
import { text } from '../../text';
import { useSession } from '../context';

const SAMPLES_PER_MS = 48;
const MAX_MS = 400;
const STEP_MS = 5;
const KNOCK_LEVEL = 0.08;

/** For who cannot hold a headphone to the microphone: clapping along, and a slider. Open when the clicks were not heard. */
export function OtherWays({ next, open }: { next: () => void; open: boolean }) {
  const session = useSession();
  const t = text.value.check.others;
  const clapping = useSignal<'before' | 'now' | 'unheard'>('before');
  const known = session.calibration.value?.latencySamples ?? 100 * SAMPLES_PER_MS;
  const ms = useSignal(Math.round(known / SAMPLES_PER_MS / STEP_MS) * STEP_MS);
  const clap = async () => {
    clapping.value = 'now';
    const steady = await session.clapAlong(KNOCK_LEVEL);
    clapping.value = steady ? 'before' : 'unheard';
    if (steady) next();
  };
  const busy = session.measuring.value;
  return (
    <details open={open}>
      <summary>{t.title}</summary>
      <div class="stack">
        <h2>{t.clap}</h2>
        <p id="clap-how">{t.clapHow}</p>
        <p role="status" class={clapping.value === 'unheard' ? 'problem' : ''}>
          {clapping.value === 'now' && t.clapNow}
          {clapping.value === 'unheard' && t.clapUnheard}
        </p>
        <button
          type="button"
          aria-disabled={busy}
          aria-describedby="clap-how"
          onClick={() => void (busy || clap())}
        >
          {t.clapStart}
        </button>
        <h2>{t.byHand}</h2>
        <p id="by-hand-how">{t.byHandHow}</p>
        <div class="fader">
          <label for="by-hand">{t.slider}</label>
          <input
            id="by-hand"
            type="range"
            min={0}
            max={MAX_MS}
            step={STEP_MS}
            value={ms.value}
            aria-describedby="by-hand-how"
            aria-valuetext={t.value(ms.value)}
            onInput={(event) => {
              ms.value = Number(event.currentTarget.value);
            }}
          />
        </div>
        <p class="hint">{t.value(ms.value)}</p>
        <button
          type="button"
          onClick={() => {
            session.setByHand(ms.value * SAMPLES_PER_MS);
            next();
          }}
        >
          {t.use}
        </button>
      </div>
    </details>
  );
}
