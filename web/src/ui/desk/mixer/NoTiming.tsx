import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';

const LOOK_MS = 1_000;

/** A leader takes breath, and waits for his entry: only after so many seconds in vain it is said. */
const UNHEARD_SECONDS = 10;

/** Softer than that the server has nothing to compare with, dBFS (Desk.REFERENCE_MIN). */
const LEADER_MIN_DB = -50;

/**
 * A song to the click alone whose leader is not heard: there is nothing that voices could be compared with, so that nobody is named for his
 * timing. That silence is not to be taken for praise.
 */
export function NoTiming() {
  const session = useSession();
  const seconds = useSignal(0);
  useEffect(() => {
    const look = () => {
      const room = session.room.peek();
      const leader = room?.room.leader;
      const level = leader ? session.desk.figures(leader)?.peek().level : undefined;
      const compares = (level ?? Number.NEGATIVE_INFINITY) >= LEADER_MIN_DB;
      const inVain = room?.room.phase === 'singing' && !room.song?.track && !compares;
      seconds.value = inVain ? seconds.peek() + 1 : 0;
    };
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [session, seconds]);
  return (
    <p class="hint no-timing" role="status">
      {seconds.value >= UNHEARD_SECONDS ? deskText.value.mixer.noTiming : ''}
    </p>
  );
}
