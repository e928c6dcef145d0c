import { useSignal, useSignalEffect } from '@preact/signals';
import { text } from '../../text';
import { Banners } from '../Banners';
import { DelayStep } from '../check/DelayStep';
import { HeadphonesStep } from '../check/HeadphonesStep';
import { LevelStep } from '../check/LevelStep';
import { MicrophoneStep } from '../check/MicrophoneStep';
import { useSession } from '../context';

export type StepName = 'headphones' | 'microphone' | 'delay' | 'level';
const ORDER: readonly StepName[] = ['headphones', 'microphone', 'delay', 'level'];

/** The sound check: four steps, one primary button each, and always a way on. */
export function Check() {
  const session = useSession();
  const t = text.value.check;
  // Who comes from the room has all but the clicks.
  const step = useSignal<StepName>(session.microphone.peek() === 'open' ? 'delay' : 'headphones');
  const at = ORDER.indexOf(step.value);
  // Pulled out in the middle: back to the step that says what to do.
  useSignalEffect(() => {
    const gone = session.microphone.value === 'unplugged';
    if (gone && (step.peek() === 'delay' || step.peek() === 'level')) step.value = 'microphone';
  });
  const go = (to: StepName) => {
    step.value = to;
  };
  const listen = async () => {
    await session.enter('listen');
  };
  return (
    <>
      {session.microphone.value === 'open' && <Banners only={['suspended']} />}
      <p class="screen-title">{t.title}</p>
      <ol class="steps">
        {ORDER.map((name, i) => (
          <li key={name} class={i < at ? 'done' : ''} aria-current={i === at ? 'step' : undefined}>
            <span class="step-name">{t.steps[name]}</span>
          </li>
        ))}
      </ol>
      <section class="card stack" aria-label={t.progress(at + 1, ORDER.length)} key={step.value}>
        {step.value === 'headphones' && <HeadphonesStep next={() => go('microphone')} />}
        {step.value === 'microphone' && <MicrophoneStep next={go} />}
        {step.value === 'delay' && <DelayStep next={() => go('level')} />}
        {step.value === 'level' && <LevelStep />}
      </section>
      <div class="ways">
        {at > 0 && (
          <button type="button" class="plain" onClick={() => go(ORDER[at - 1] ?? 'headphones')}>
            {t.back}
          </button>
        )}
        <button type="button" class="plain" onClick={() => void listen()}>
          {t.listenInstead}
        </button>
      </div>
    </>
  );
}
