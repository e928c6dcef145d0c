import { useComputed } from '@preact/signals';
import { beatsBetween } from '../../session/beats';
import type { RoomState } from '../../session/roomState';
import { text } from '../../text';
import { useSession } from '../context';
import { useCue } from '../parts/useCue';
import type { OnStage } from '../parts/useStage';
import { type Cue, pageCues } from '../words/lyrics';
import { leaderName } from '../words/song';

/** What is on beside the words: its name, a page of the sheet or a picture. */
export function Stage({ state, onStage }: { state: RoomState; onStage: OnStage }) {
  const session = useSession();
  const t = text.value.room.stage;
  const cued = useCue(pageCues);
  const { item } = onStage;
  if (!item) return null;
  const pages = item.pages ?? [];
  const inSong = item.kind === 'song' && cued.value > 0;
  const page = Math.min(pages.length, inSong ? cued.value : (state.room.page ?? 0) + 1);
  const shown = pages[page - 1];
  return (
    <section class="card stage" aria-labelledby="stage-title">
      <h2 id="stage-title">{item.title || t.kinds[item.kind]}</h2>
      {item.kind !== 'song' && <p class="hint">{t.kinds[item.kind]}</p>}
      {shown !== undefined && (
        <>
          <img src={session.files.address(shown)} alt={t.pageAlt(item.title, page)} />
          {pages.length > 1 && <p class="hint">{t.page(page, pages.length)}</p>}
        </>
      )}
    </section>
  );
}

/** The beats before the first line, counted down where this person sits. */
export function CountIn() {
  const t = text.value.room.stage;
  const left = useCue(countInCues).value;
  if (left <= 0) return null;
  return (
    <p class="count-in" role="status">
      <span class="count-in-number" aria-hidden="true">
        {left}
      </span>{' '}
      {t.countIn(left)}
    </p>
  );
}

/** How many beats are left, from each beat of the count-in on. */
export function countInCues(room: RoomState): Cue[] {
  const { song } = room;
  const first = song?.firstClock ?? 0;
  if (!song || first <= song.startClock) return [];
  const counted = beatsBetween(song, song.startClock, first).filter((beat) => beat.n < 0);
  return [...counted.map((beat) => ({ clock: beat.clock, n: -beat.n })), { clock: first, n: 0 }];
}

/** Who leads is away: when the song ends, unless he comes back or somebody takes over. */
export function LeaderGone({ state }: { state: RoomState }) {
  const session = useSession();
  const goneAt = state.song?.leaderGoneAt ?? null;
  const seconds = useComputed(() => {
    // Looked at as often as the sound's figures come.
    void session.status.value;
    const at = session.room.value?.song?.leaderGoneAt ?? null;
    const now = session.serverClock();
    return at === null || now === undefined ? 0 : Math.max(1, Math.ceil((at - now) / 48_000));
  });
  if (goneAt === null || seconds.value === 0) return null;
  return (
    <p class="note" role="status">
      {text.value.room.stage.leaderGone(seconds.value)}
    </p>
  );
}

/** A solo verse: who does not lead is silent without doing anything. */
export function Hushed({ state }: { state: RoomState }) {
  const session = useSession();
  if (!session.hushed.value) return null;
  const t = text.value.room.stage;
  return (
    <p class="note" role="status">
      {state.room.item?.kind === 'listen-back' ? t.listening : t.hushed(leaderName(state) ?? '…')}
    </p>
  );
}
