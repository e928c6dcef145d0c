import type { RoomState } from '../../session/roomState';
import { deskText } from '../../text/desk';
import { useSession } from '../context';

/** A round left on by mistake makes the next song a muddle: it is said loudly, and one press ends it. */
export function RoundSign({ state }: { state: RoomState }) {
  const session = useSession();
  const t = deskText.value.round;
  const { bpr = 0, repeats = 0, bpm = 0 } = state.room;
  if (bpr <= 0 || repeats <= 0) return null;
  return (
    <div class="round-sign" role="status">
      <p>{bpm > 0 ? t.on(((bpr * 60) / bpm).toFixed(1), repeats) : t.onWithout}</p>
      <button type="button" onClick={() => session.send({ type: 'rounds', bpr: 0, repeats: 0 })}>
        {t.off}
      </button>
    </div>
  );
}
