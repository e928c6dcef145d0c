import { text } from '../../text';
import { useSession } from '../context';
import { Heading } from '../parts/Heading';
import { HeadphonesOn } from './pictures';

const HOUSEHOLD_MAX = 32;

/** First step: headphones, or not. */
export function HeadphonesStep({ next }: { next: () => void }) {
  const session = useSession();
  const t = text.value.check.headphones;
  const choose = (headphones: boolean) => {
    session.headphones.value = headphones;
    next();
  };
  return (
    <>
      <Heading>{t.title}</Heading>
      <HeadphonesOn />
      <p>{t.why}</p>
      <p class="hint">{t.wired}</p>
      <details open={session.household.peek() !== ''}>
        <summary>{t.together}</summary>
        <div class="field">
          <label for="household">{t.word}</label>
          <input
            id="household"
            autocomplete="off"
            maxLength={HOUSEHOLD_MAX}
            value={session.household.value}
            aria-describedby="household-hint"
            onInput={(event) => {
              session.household.value = event.currentTarget.value;
            }}
          />
          <p id="household-hint" class="hint">
            {t.wordHint}
          </p>
        </div>
      </details>
      <button type="button" class="primary" onClick={() => choose(true)}>
        {t.have}
      </button>
      <button type="button" onClick={() => choose(false)}>
        {t.none}
      </button>
    </>
  );
}
