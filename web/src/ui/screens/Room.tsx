import { text } from '../../text';
import { useSession } from '../context';
import { Heading } from '../parts/Heading';
import { Chat } from '../room/Chat';
import { Connection } from '../room/Connection';
import { Controls } from '../room/Controls';
import { FaderPanel } from '../room/FaderPanel';
import { HeardLight } from '../room/HeardLight';
import { LeaderBar } from '../room/LeaderBar';
import { Lyrics } from '../room/Lyrics';
import { SeatPicture } from '../room/SeatPicture';
import { SongPanel } from '../room/SongPanel';

/** The room: the song in the middle, the choir beside it, one's own switches below. */
export function Room() {
  const session = useSession();
  const t = text.value.room;
  const state = session.room.value;
  if (!state) {
    return (
      <>
        <Head name={session.roomId.value} />
        <p class="lead" role="status">
          {t.joining}
        </p>
      </>
    );
  }
  const sings = session.mode.value === 'sing';
  return (
    <>
      <Head name={state.room.name || session.roomId.value} />
      {state.room.recording && <p class="note">{t.recording}</p>}
      <div class="columns">
        <div class="main-column">
          <SongPanel state={state} />
          {sings && <HeardLight state={state} />}
          <Lyrics state={state} />
          <LeaderBar state={state} />
        </div>
        <div class="side-column">
          <SeatPicture state={state} />
          {sings && <FaderPanel />}
          <Chat state={state} mayWrite={state.role !== 'listener'} />
          <Connection />
        </div>
      </div>
      <Controls />
    </>
  );
}

function Head({ name }: { name: string }) {
  const session = useSession();
  const t = text.value.room;
  return (
    <div class="room-head">
      <Heading>{t.title(name)}</Heading>
      <button type="button" onClick={() => void session.leave()}>
        {t.controls.leave}
      </button>
    </div>
  );
}
