import type { RoomState } from '../../../session/roomState';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { TakeList } from './TakeList';

/** Whether songs are recorded, and those that were. For hosts alone; the server asks again with each request. */
export function Recording({ state }: { state: RoomState }) {
  const session = useSession();
  const t = deskText.value.takes;
  const on = state.room.recording === true;
  const stopped = session.desk.recordingTrouble.value !== '';
  return (
    <section class="card stack recording-card" aria-labelledby="takes-title">
      <h2 id="takes-title">{t.title}</h2>
      <p role="status">
        <span class={on ? 'rec-sign on' : 'rec-sign'} aria-hidden="true" /> {on ? t.isOn : t.isOff}
      </p>
      {on && stopped && (
        <p role="alert" class="problem">
          {t.stopped}
        </p>
      )}
      {!on && (
        <p class="hint" id="takes-tell">
          {t.tell}
        </p>
      )}
      <div class="row-of-buttons">
        <button
          type="button"
          aria-describedby={on ? undefined : 'takes-tell'}
          onClick={() => session.send({ type: 'recording', on: !on })}
        >
          {on ? t.off : t.on}
        </button>
      </div>
      <TakeList state={state} />
    </section>
  );
}
