import type { Trouble } from '../../../net/desk';
import { type DeskTexts, deskText } from '../../../text/desk';
import { useSession } from '../../context';

/** More of them would be a list nobody reads in a song. */
const SHOWN_MAX = 6;

/** Who needs attention, the worst first, each with what helps in one press. */
export function Attention({ opened }: { opened: (id: string) => void }) {
  const session = useSession();
  const t = deskText.value.mixer;
  const troubles = session.desk.troubles.value;
  const more = troubles.length - SHOWN_MAX;
  return (
    <section class="attention" aria-labelledby="attention-title">
      <h3 id="attention-title">{t.attention}</h3>
      {troubles.length === 0 && <p class="hint">{t.allWell}</p>}
      <ol>
        {troubles.slice(0, SHOWN_MAX).map((trouble) => (
          <One key={`${trouble.id} ${trouble.reason}`} trouble={trouble} opened={opened} />
        ))}
      </ol>
      {more > 0 && <p class="hint">{t.more(more)}</p>}
    </section>
  );
}

function One({ trouble, opened }: { trouble: Trouble; opened: (id: string) => void }) {
  const session = useSession();
  const texts = deskText.value;
  const t = texts.mixer;
  const name =
    session.desk.strip(trouble.id)?.value.name ?? session.room.value?.people.get(trouble.id)?.name ?? '…';
  return (
    <li>
      <p>
        <button type="button" class="plain strip-name" onClick={() => opened(trouble.id)}>
          {name}
        </button>{' '}
        {reason(texts, trouble)}
      </p>
      <div class="row-of-buttons">
        {trouble.remedies.map((remedy) => (
          <button
            type="button"
            key={remedy.name}
            aria-label={t.remedyFor(remedyName(texts, remedy.name), name)}
            onClick={() => {
              const { message } = remedy;
              // What is said to him is said in the helper's own language.
              session.send(
                message.type === 'private' ? { ...message, text: t.ask[trouble.reason] } : message,
              );
            }}
          >
            {remedyName(texts, remedy.name)}
          </button>
        ))}
      </div>
    </li>
  );
}

export function reason(texts: DeskTexts, { reason: why, value }: Pick<Trouble, 'reason' | 'value'>): string {
  return texts.mixer.because[why](Math.round(why === 'bleed' ? value * 100 : value));
}

function remedyName(texts: DeskTexts, name: string): string {
  const names: Record<string, string> = texts.mixer.remedies;
  return names[name] ?? name;
}
