import { useComputed } from '@preact/signals';
import type { RoomState } from '../../session/roomState';
import { text } from '../../text';
import { useSession } from '../context';
import { songSentence } from '../words/song';

/** Where the song is, in a sentence. */
export function SongPanel({ state }: { state: RoomState }) {
  const session = useSession();
  const t = text.value.room;
  // Computed apart: the clock moves ten times a second, the sentence once.
  const sentence = useComputed(() => {
    const room = session.room.value;
    return room ? songSentence(text.value, room, session.moment.value, session.mode.value) : '';
  });
  const kind = useComputed(() => session.moment.value.kind);
  const inSong = state.room.phase === 'singing' || state.room.phase === 'trailing';
  const talk = state.room.talk ?? 'off';
  const names = (state.room.talkers ?? [])
    .map((id) => (id === null ? '' : (state.people.get(id)?.name ?? '')))
    .filter((name) => name !== '')
    .join(', ');
  return (
    <section class={`song ${inSong ? kind.value : 'idle'}`} aria-label={t.song}>
      <p class="song-line" role="status">
        {sentence}
      </p>
      {talk !== 'off' && (
        <p class="note">
          {session.mode.value === 'listen' ? t.talk.onListen : t.talk[talk]}
          {names && ` ${t.talk.speaks(names)}`}
        </p>
      )}
    </section>
  );
}
