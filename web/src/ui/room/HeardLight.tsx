import type { RoomState } from '../../session/roomState';
import { text } from '../../text';
import { checkAgain } from '../Banners';
import { useSession } from '../context';
import { Meter } from '../parts/Meter';
import { heardWord } from '../words/heard';

const SIGN = { good: '✓', care: '!', off: '–' } as const;

/** The most valuable line of the screen: whether the others hear this voice, as the server measured it. */
export function HeardLight({ state }: { state: RoomState }) {
  const session = useSession();
  const t = text.value;
  const { look, sentence } = heardWord(t, state, session.muted.value, session.line.value === 'open');
  return (
    <section class={`heard ${look}`} aria-label={t.room.heard.title}>
      <span class="light" aria-hidden="true">
        {SIGN[look]}
      </span>
      <p role="status">{sentence}</p>
      <Meter label={t.check.level.meter} />
      <button type="button" class="plain" onClick={() => checkAgain(session)}>
        {t.room.controls.setUp}
      </button>
    </section>
  );
}
