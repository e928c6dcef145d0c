import { useEffect, useRef } from 'preact/hooks';
import { text } from '../../text';
import { useSession } from '../context';
import { Heading } from '../parts/Heading';
import { ServerHealth } from '../parts/ServerHealth';

/** After which coming in again cannot help. */
const FINAL = new Set(['barred', 'no-room', 'bad-token', 'expired', 'revoked']);

/** Outside the room: why, and what to do. Who was sent out leaves: his microphone goes off. */
export function Gone() {
  const session = useSession();
  const t = text.value.gone;
  // As it was on arrival: leaving forgets it.
  const refused = useRef(session.line.peek() === 'refused').current;
  const reason = useRef(refused ? (session.lineReason.peek() ?? 'other') : 'left').current;
  useEffect(() => {
    if (refused) void session.leave();
  }, [session, refused]);
  const toStart = () => {
    session.screen.value = 'landing';
  };
  return (
    <>
      <Heading>{t.title}</Heading>
      <div class="card stack">
        <p class="lead" role="status">
          {sentence(reason)}
        </p>
        {reason === 'protocol' && (
          <button type="button" class="primary" onClick={() => location.reload()}>
            {t.reload}
          </button>
        )}
        {reason === 'full' && (
          <button type="button" class="primary" onClick={() => void session.enter('listen')}>
            {t.listen}
          </button>
        )}
        {refused && !FINAL.has(reason) && reason !== 'protocol' && (
          <button
            type="button"
            class={reason === 'full' ? '' : 'primary'}
            onClick={() => void session.enter(session.mode.value)}
          >
            {t.again}
          </button>
        )}
        <button type="button" class={refused ? '' : 'primary'} onClick={toStart}>
          {t.start}
        </button>
      </div>
      <details>
        <summary>{text.value.landing.trouble}</summary>
        <ServerHealth />
      </details>
    </>
  );
}

function sentence(reason: string): string {
  const t = text.value.gone;
  return reason in t ? t[reason as keyof typeof t] : t.other;
}
