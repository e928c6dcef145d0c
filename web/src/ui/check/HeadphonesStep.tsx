import { text } from '../../text';
import { useSession } from '../context';
import { Heading } from '../parts/Heading';
import { HeadphonesOn } from './pictures';

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
      <button type="button" class="primary" onClick={() => choose(true)}>
        {t.have}
      </button>
      <button type="button" onClick={() => choose(false)}>
        {t.none}
      </button>
    </>
  );
}
