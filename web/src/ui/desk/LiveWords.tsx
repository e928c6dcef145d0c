import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Timing } from '../../net/desk';
import type { RoomState } from '../../session/roomState';
import { deskText } from '../../text/desk';
import { useSession } from '../context';
import { useCue } from '../parts/useCue';
import { lineCues, lineMark, linesOf } from '../words/lyrics';
import { nextLine, withTiming } from './songs/item';

const LYRICS_MAX = 50_000;
const SAMPLES_PER_MS = 48;

/**
 * The words of what is on, for who leads: in the song each line is tapped as he sings it, and every singer sees it when it reaches him.
 * What was tapped can be kept for next time.
 */
export function LiveWords({ state }: { state: RoomState }) {
  const session = useSession();
  const t = deskText.value.words;
  const cued = useCue(lineCues);
  const list = useRef<HTMLOListElement>(null);
  const lyrics = state.room.lyrics ?? '';
  const lines = linesOf(lyrics).map((words, i) => ({ number: i + 1, words, ms: undefined }));
  const singing = state.room.phase === 'singing';
  const line = cued.value;
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [line]);
  const mark = (number: number, atMs: number) => {
    const clock = session.heardClock(atMs);
    if (clock !== undefined) session.send({ type: 'mark', id: lineMark(number), clock: Math.round(clock) });
  };
  const next = nextLine(lines, line);
  return (
    <section class="card stack" aria-labelledby="live-words-title">
      <h2 id="live-words-title">{t.title}</h2>
      {!singing && <Paste lyrics={lyrics} />}
      {singing && next !== undefined && (
        <button
          type="button"
          class="primary tap"
          // Down, not up: a line begins when the finger comes down.
          onPointerDown={(event) => mark(next, event.timeStamp)}
          onKeyDown={(event) => {
            if (event.repeat || (event.key !== ' ' && event.key !== 'Enter')) return;
            event.preventDefault();
            mark(next, event.timeStamp);
          }}
        >
          {t.tap(lines[next - 1]?.words ?? '')}
        </button>
      )}
      {lyrics !== '' && (
        <ol class="timed-lines" ref={list}>
          {lines.map(
            ({ number, words }) =>
              words.trim() !== '' && (
                <li key={number} aria-current={number === line ? 'true' : undefined}>
                  {singing ? (
                    <button type="button" class="plain" onClick={(event) => mark(number, event.timeStamp)}>
                      {words}
                    </button>
                  ) : (
                    <span class="line-words">{words}</span>
                  )}
                </li>
              ),
          )}
        </ol>
      )}
      <Keep state={state} />
      <Pages state={state} />
    </section>
  );
}

function Paste({ lyrics }: { lyrics: string }) {
  const session = useSession();
  const t = deskText.value.words;
  const draft = useSignal<string | undefined>(undefined);
  return (
    <details>
      <summary>{t.paste}</summary>
      <label for="live-lyrics" class="sr-only">
        {t.paste}
      </label>
      <textarea
        id="live-lyrics"
        rows={6}
        maxLength={LYRICS_MAX}
        value={draft.value ?? lyrics}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
        }}
      />
      <button
        type="button"
        onClick={() => {
          session.send({ type: 'lyrics', text: draft.peek() ?? lyrics });
          draft.value = undefined;
        }}
      >
        {t.show}
      </button>
    </details>
  );
}

/** The times of a song that were tapped, as timings of the item that was on. */
export function tappedTimings(state: RoomState, timings: readonly Timing[]): Timing[] {
  const { song } = state;
  if (!song) return [...timings];
  const first = song.firstClock ?? song.startClock;
  const end = song.endClock !== null && song.endClock > 1 ? song.endClock : Number.POSITIVE_INFINITY;
  let all = [...timings];
  for (const { id, clock } of state.marks) {
    if (!/^(line|page):\d+$/.test(id) || clock < song.startClock || clock >= end) continue;
    all = withTiming(all, id, (clock - first) / SAMPLES_PER_MS);
  }
  return all;
}

function Keep({ state }: { state: RoomState }) {
  const session = useSession();
  const t = deskText.value.words;
  const kept = useSignal(0);
  const id = state.song?.item;
  const item = id ? session.desk.setList.value?.items.get(id) : undefined;
  if (state.role !== 'host' || !item || state.room.phase === 'singing') return null;
  const timings = tappedTimings(state, item.timings ?? []);
  const isNew = JSON.stringify(timings) !== JSON.stringify(item.timings ?? []);
  if (!isNew) return kept.value > 0 ? <p role="status">{t.kept}</p> : null;
  return (
    <button
      type="button"
      onClick={() => {
        session.desk.edit({ put: [{ ...item, timings }] });
        kept.value++;
      }}
    >
      {t.keep(item.title)}
    </button>
  );
}

/** Turns the pages for everybody: at once between songs, by marks in a song. */
function Pages({ state }: { state: RoomState }) {
  const session = useSession();
  const t = deskText.value.words;
  const pages = state.room.item?.pages ?? [];
  if (pages.length < 2) return null;
  const page = state.room.page ?? 0;
  const turn = (to: number) => {
    session.send({ type: 'page', page: to });
    const clock = state.room.phase === 'singing' ? session.heardClock() : undefined;
    if (clock !== undefined) session.send({ type: 'mark', id: `page:${to + 1}`, clock: Math.round(clock) });
  };
  return (
    <div class="row-of-buttons">
      <button type="button" aria-disabled={page === 0} onClick={() => page > 0 && turn(page - 1)}>
        {t.pageBack}
      </button>
      <p role="status">{t.page(page + 1, pages.length)}</p>
      <button
        type="button"
        aria-disabled={page >= pages.length - 1}
        onClick={() => page < pages.length - 1 && turn(page + 1)}
      >
        {t.pageOn}
      </button>
    </div>
  );
}
