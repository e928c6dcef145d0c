import { useSignal } from '@preact/signals';
import { text } from '../../text';
import { useSession } from '../context';

const SAMPLES_PER_MS = 48;

/** Hearing oneself as the choir would, before one goes in: sound check, explanation and proof in one. Nobody has to. */
export function PracticePanel() {
  const session = useSession();
  const t = text.value.check.practice;
  const fixed = useSignal(false);
  const state = session.practice.state.value;
  const over = state.kind === 'done' ? state : undefined;
  const runs = state.kind !== 'idle' && state.kind !== 'failed' && !over;
  const run = () => {
    fixed.value = false;
    void session.practice.run();
  };
  const fix = () => {
    const latency = (session.calibration.value?.latencySamples ?? 0) + (over?.offsetMs ?? 0) * SAMPLES_PER_MS;
    session.setByHand(latency, Math.max(0.5, session.calibration.value?.confidence ?? 0));
    session.practice.reset();
    fixed.value = true;
  };
  const sentence = () => {
    if (fixed.value && state.kind === 'idle') return t.fixed;
    if (over)
      return over.verdict === 'off' ? t.off(Math.abs(over.offsetMs), over.offsetMs > 0) : t[over.verdict];
    return state.kind === 'idle' || state.kind === 'done' ? '' : t[state.kind];
  };
  return (
    <section class="practice stack" aria-labelledby="practice-title">
      <h2 id="practice-title">{t.title}</h2>
      <p>{t.why}</p>
      <p role="status" class={`practice-word ${state.kind}`}>
        {sentence()}
      </p>
      <div class="row-of-buttons">
        {over?.verdict === 'off' && (
          <button type="button" class="primary" onClick={fix}>
            {t.fix}
          </button>
        )}
        {over && over.verdict !== 'unheard' && (
          <button type="button" onClick={() => session.practice.hear()}>
            {t.hear}
          </button>
        )}
        <button type="button" aria-disabled={runs} onClick={() => runs || run()}>
          {over || fixed.value ? t.again : t.start}
        </button>
      </div>
    </section>
  );
}
