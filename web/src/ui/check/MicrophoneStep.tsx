import { useSignalEffect } from '@preact/signals';
import { text } from '../../text';
import { useSession } from '../context';
import { Heading } from '../parts/Heading';
import type { StepName } from '../screens/Check';
import { microphoneAdvice } from '../words/microphone';

/** Second step: the microphone, with everything that can be wrong with it. */
export function MicrophoneStep({ next }: { next: (step: StepName) => void }) {
  const session = useSession();
  const t = text.value.check.microphone;
  const microphone = session.microphone.value;
  const problem =
    microphone !== 'off' && microphone !== 'opening' && microphone !== 'open' ? microphone : undefined;
  // Also when it was plugged in and opened by itself.
  useSignalEffect(() => {
    if (session.microphone.value !== 'open') return;
    // Without headphones the browser filters the clicks away: there is nothing to measure.
    if (!session.headphones.peek()) session.acceptEstimate();
    next(session.headphones.peek() ? 'delay' : 'level');
  });
  return (
    <>
      <Heading>{t.title}</Heading>
      <p>{t.why}</p>
      <p role="status" class={problem ? 'problem' : ''}>
        {problem && microphoneAdvice(text.value, problem, navigator.userAgent)}
        {microphone === 'opening' && t.opening}
      </p>
      <button
        type="button"
        class="primary"
        disabled={microphone === 'opening'}
        onClick={() => void session.openMicrophone()}
      >
        {problem ? t.again : t.turnOn}
      </button>
    </>
  );
}
