import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { RoomState } from '../../session/roomState';
import { text } from '../../text';
import { useSession } from '../context';

const TEXT_MAX = 1_000;

/** What people write to each other. */
export function Chat({
  state,
  mayWrite,
  moderates = false,
}: {
  state: RoomState;
  mayWrite: boolean;
  moderates?: boolean;
}) {
  const session = useSession();
  const t = text.value.room.chat;
  const draft = useSignal('');
  const log = useRef<HTMLDivElement>(null);
  const lines = state.chat.length;
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [lines]);
  return (
    <section class="card" aria-labelledby="chat-title">
      <h2 id="chat-title">{t.title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard */}
      <div class="chat-log" role="log" tabIndex={0} aria-labelledby="chat-title" ref={log}>
        {lines === 0 && <p class="hint">{t.empty}</p>}
        {state.chat.map((line, i) => (
          <p key={i} class={line.mine ? 'mine' : ''}>
            <strong>{line.mine ? t.you : line.name}</strong>
            {line.personal && <span class="person-note">{t.personal}</span>} {line.text}
            {moderates && line.chat !== undefined && (
              <button
                type="button"
                class="plain"
                aria-label={t.remove(line.mine ? t.you : line.name)}
                onClick={() => session.send({ type: 'chat-delete', chat: line.chat as number })}
              >
                {t.removeShort}
              </button>
            )}
          </p>
        ))}
      </div>
      {mayWrite && (
        <form
          class="chat-form"
          onSubmit={(event) => {
            event.preventDefault();
            const written = draft.value.trim();
            if (written === '') return;
            session.send({ type: 'chat', text: written });
            draft.value = '';
          }}
        >
          <label for="chat-text" class="sr-only">
            {t.label}
          </label>
          <input
            id="chat-text"
            value={draft.value}
            maxLength={TEXT_MAX}
            autocomplete="off"
            placeholder={t.label}
            onInput={(event) => {
              draft.value = event.currentTarget.value;
            }}
          />
          <button type="submit">{t.send}</button>
        </form>
      )}
    </section>
  );
}
