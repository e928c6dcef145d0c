import type { RoomState } from '../../session/roomState';
import { text } from '../../text';
import { useSession } from '../context';
import { Heading } from '../parts/Heading';
import { type OnStage, useStage } from '../parts/useStage';
import { Chat } from '../room/Chat';
import { Connection } from '../room/Connection';
import { Controls } from '../room/Controls';
import { CorrectionPanel } from '../room/CorrectionPanel';
import { closeDesk, deskOpen, loadedDesk, mayOpenDesk, openDesk } from '../room/DeskDoor';
import { FaderPanel } from '../room/FaderPanel';
import { HeardLight } from '../room/HeardLight';
import { LeaderBar } from '../room/LeaderBar';
import { Lyrics } from '../room/Lyrics';
import { PrivateNote } from '../room/PrivateNote';
import { RecordingNote } from '../room/RecordingNote';
import { SeatPicture } from '../room/SeatPicture';
import { SongPanel } from '../room/SongPanel';
import { CountIn, Hushed, LeaderGone, Stage } from '../room/Stage';
import { isTogether } from '../words/song';

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
  const atDesk = deskOpen.value && mayOpenDesk(session, state);
  const Desk = loadedDesk();
  return (
    <>
      <Head name={state.room.name || session.roomId.value} state={state} />
      {state.room.recording && <RecordingNote />}
      <PrivateNote state={state} />
      {atDesk && Desk ? <Desk state={state} /> : <Seat state={state} sings={sings} />}
      <Controls />
    </>
  );
}

/** Nobody looks for words where all listen to a recording that has none. */
function hasWords({ item, lyrics }: OnStage): boolean {
  return lyrics !== '' || item?.kind !== 'listen-back';
}

/** The room as a singer or listener has it. */
function Seat({ state, sings }: { state: RoomState; sings: boolean }) {
  const onStage = useStage().value;
  const together = useSession().hushed.value && isTogether(state);
  return (
    <div class="columns">
      <div class="main-column">
        <SongPanel state={state} />
        <LeaderGone state={state} />
        <CountIn />
        <Hushed state={state} />
        {sings && <CorrectionPanel />}
        {sings && !together && <HeardLight state={state} />}
        {hasWords(onStage) && <Lyrics lyrics={onStage.lyrics} />}
        <Stage state={state} onStage={onStage} />
        <LeaderBar state={state} />
      </div>
      <div class="side-column">
        <SeatPicture state={state} />
        {sings && <FaderPanel />}
        <Chat state={state} mayWrite={state.role !== 'listener'} />
        <Connection />
      </div>
    </div>
  );
}

function Head({ name, state }: { name: string; state?: RoomState }) {
  const session = useSession();
  const t = text.value.room;
  const mayOpen = state !== undefined && mayOpenDesk(session, state);
  return (
    <div class="room-head">
      <Heading>{t.title(name)}</Heading>
      <div class="row-of-buttons">
        {mayOpen && (
          <button
            type="button"
            class="desk-door"
            onClick={() => (deskOpen.value ? closeDesk() : void openDesk())}
          >
            {deskOpen.value ? t.desk.close : t.desk.open}
          </button>
        )}
        <button type="button" onClick={() => void session.leave()}>
          {t.controls.leave}
        </button>
      </div>
    </div>
  );
}
