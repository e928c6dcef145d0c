import { useSignal } from '@preact/signals';
import type { PrivateAction } from '../../net/desk';
import type { ChatLine, RoomState } from '../../session/roomState';
import { text } from '../../text';
import { checkAgain } from '../Banners';
import { type SessionView, useSession } from '../context';

/** What a host or helper said to this person alone, where he sees it, with the button that was put under it. */
export function PrivateNote({ state }: { state: RoomState }) {
  const session = useSession();
  const t = text.value;
  const seen = useSignal<ChatLine | undefined>(undefined);
  const line = state.chat.findLast((said) => said.personal && !said.mine);
  const { action } = line ?? {};
  if (!line || line === seen.value) return null;
  const close = () => {
    seen.value = line;
  };
  return (
    <div class="banner private" role="status">
      <p>
        <strong>{line.name}</strong> <span class="person-note">{t.room.chat.personal}</span> {line.text}
      </p>
      {action && (
        <button
          type="button"
          onClick={() => {
            close();
            act(session, action);
          }}
        >
          {t.room.chat.actions[action]}
        </button>
      )}
      <button type="button" onClick={close}>
        {t.banner.close}
      </button>
    </div>
  );
}

function act(session: SessionView, action: PrivateAction): void {
  if (action === 'unmute') session.mute(false);
  else if (action === 'check') checkAgain(session);
  else session.hearSolo(false);
}
