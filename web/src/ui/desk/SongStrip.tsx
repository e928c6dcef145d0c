import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { RoomState } from '../../session/roomState';
import { text } from '../../text';
import { deskText } from '../../text/desk';
import { useSession } from '../context';
import { NumberField } from '../parts/NumberField';
import { LeaderGone } from '../room/Stage';
import { isLeader, leadIsFree, songSentence } from '../words/song';
import { Confirm } from './parts/Confirm';
import { rowCounts } from './rows';

const COUNT_IN_MAX = 16;
const SAMPLES_PER_SECOND = 48_000;
const LOOK_MS = 1_000;

/** The song as a whole: who is ready, who leads, begin and end, where it is in each row. */
export function SongStrip({ state }: { state: RoomState }) {
  const session = useSession();
  const t = deskText.value.song;
  const sentence = useComputed(() => {
    const room = session.room.value;
    return room ? songSentence(text.value, room, session.moment.value, session.mode.value) : '';
  });
  const { readiness, trackReady, phase } = state.room;
  const inSong = phase === 'singing' || phase === 'trailing';
  return (
    <section class="card song-strip stack" aria-labelledby="song-strip-title">
      <h2 id="song-strip-title">{t.title}</h2>
      <p class="song-line" role="status">
        {sentence}
      </p>
      <LeaderGone state={state} />
      {readiness && !inSong && (
        <p role="status" class="ready-line">
          {t.ready(readiness.ready, readiness.checking, readiness.off, readiness.unknown)}
        </p>
      )}
      {trackReady === false && <p role="status">{t.trackLoading}</p>}
      {state.room.item?.kind === 'listen-back' && !inSong && <p class="hint">{t.listenHow}</p>}
      {inSong && <Whereabouts />}
      <Lead state={state} />
      <Buttons state={state} inSong={inSong} />
    </section>
  );
}

/** Where the song is in each row, once a second. */
function Whereabouts() {
  const session = useSession();
  const t = deskText.value.song;
  const lines = useSignal<string[]>([]);
  useEffect(() => {
    const look = () => {
      const room = session.room.peek();
      const now = session.serverClock();
      lines.value = room && now !== undefined ? whereabouts(room, now) : [];
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [session, lines]);
  return (
    <ol class="whereabouts" aria-label={t.where}>
      {lines.value.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ol>
  );
}

/** A line for each row: before the song, in it, through with it. Of the song before where a row still sings that. */
export function whereabouts(state: RoomState, now: number): string[] {
  const t = deskText.peek().song;
  const spacing = state.room.spacingSamples ?? state.seat.spacingSamples;
  const { song } = state;
  if (!song) return [];
  return rowCounts(state.people.values()).map(({ number, bucket }) => {
    const clock = now - bucket * spacing;
    const older = song.before?.find((before) => clock >= before.startClock && clock < before.endClock);
    if (older) return t.inOlder(number, minutes(clock - older.startClock));
    if (clock < song.startClock)
      return t.notYet(number, Math.ceil((song.startClock - clock) / SAMPLES_PER_SECOND));
    const ended = song.endClock !== null && song.endClock > 1 && clock >= song.endClock;
    return ended ? t.through(number) : t.at(number, minutes(clock - song.startClock));
  });
}

const minutes = (samples: number): string => {
  const seconds = Math.max(0, Math.floor(samples / SAMPLES_PER_SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** Who leads: take it, hand it over, take over from who is gone. */
function Lead({ state }: { state: RoomState }) {
  const session = useSession();
  const t = deskText.value.song;
  const open = useSignal(false);
  const leads = isLeader(state);
  const gone = (state.song?.leaderGoneAt ?? null) !== null;
  const sings = session.mode.value === 'sing';
  const mayTake = sings && !leads && (leadIsFree(state) || gone);
  const mayGive = leads || state.role === 'host';
  return (
    <div class="row-of-buttons">
      {mayTake && (
        <button type="button" class={gone ? 'primary' : ''} onClick={() => session.send({ type: 'lead' })}>
          {gone ? t.takeOver : text.value.room.lead.take}
        </button>
      )}
      {mayGive && (
        <details
          class="give"
          onToggle={(event) => {
            open.value = event.currentTarget.open;
          }}
        >
          <summary>{t.give}</summary>
          {open.value && <Give />}
        </details>
      )}
    </div>
  );
}

/** To whom: those who are there when it is opened. A list of 500 is not drawn anew twice a second. */
function Give() {
  const session = useSession();
  const t = deskText.value.song;
  const to = useSignal('');
  const others = useMemo(() => {
    const room = session.room.peek();
    const collator = new Intl.Collator();
    return [...(room?.people.values() ?? [])]
      .filter((person) => person.mode === 'sing' && person.id !== room?.room.leader && !person.v1)
      .sort((a, b) => collator.compare(a.name, b.name));
  }, [session]);
  return (
    <>
      <label for="give-to" class="sr-only">
        {t.giveTo}
      </label>
      <select
        id="give-to"
        value={to.value}
        onChange={(event) => {
          to.value = event.currentTarget.value;
        }}
      >
        <option value="">{t.giveTo}</option>
        {others.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
          </option>
        ))}
      </select>
      <button
        type="button"
        aria-disabled={to.value === ''}
        onClick={() => {
          if (to.value === '') return;
          session.send({ type: 'give', to: to.value });
          to.value = '';
        }}
      >
        {t.giveNow}
      </button>
    </>
  );
}

/** Begin, end, break off, and the next one. */
function Buttons({ state, inSong }: { state: RoomState; inSong: boolean }) {
  const session = useSession();
  const t = deskText.value.song;
  const leads = isLeader(state);
  const countIn = useSignal<number | undefined>(undefined);
  const bpm = state.room.bpm ?? 0;
  const beats = countIn.value ?? state.room.item?.countInBeats ?? 0;
  const singing = state.room.phase === 'singing';
  const next = nextItem(state, session.desk.setList.value?.order ?? []);
  const nextTitle = next === undefined ? undefined : session.desk.setList.value?.items.get(next)?.title;
  return (
    <div class="row-of-buttons strip-buttons">
      {leads && !singing && (
        <>
          {bpm > 0 && (
            <NumberField
              id="desk-count-in"
              label={text.value.room.lead.countIn}
              value={beats}
              min={0}
              max={COUNT_IN_MAX}
              small
              change={(next) => {
                countIn.value = next;
              }}
            />
          )}
          <button
            type="button"
            class="primary"
            aria-disabled={state.room.trackReady === false}
            onClick={() => {
              if (state.room.trackReady === false) return;
              session.send({ type: 'start', ...(bpm > 0 ? { countInBeats: beats } : {}) });
            }}
          >
            {state.room.item?.kind === 'listen-back' ? t.listenNow : text.value.room.lead.start}
          </button>
        </>
      )}
      {singing && (leads || state.role === 'host') && (
        <>
          <button type="button" class="primary" onClick={() => session.send({ type: 'stop' })}>
            {text.value.room.lead.stop}
          </button>
          <Confirm label={t.abort} ask={t.abortAsk} act={() => session.send({ type: 'abort' })} />
        </>
      )}
      {next !== undefined && !singing && (
        <button type="button" onClick={() => session.send({ type: 'item', id: next })}>
          {t.next(nextTitle || t.untitled)}
        </button>
      )}
      {!inSong && (state.role === 'host' || state.role === 'helper') && <Talk state={state} />}
    </div>
  );
}

function Talk({ state }: { state: RoomState }) {
  const session = useSession();
  const talks = (state.room.talk ?? 'off') !== 'off';
  const t = text.value.room.lead;
  return (
    <button type="button" onClick={() => session.send({ type: 'talk', scope: 'room', on: !talks })}>
      {talks ? t.talkOff : t.talkOn}
    </button>
  );
}

/** What comes after what is on. */
export function nextItem(state: RoomState, order: readonly string[]): string | undefined {
  const on = state.room.item?.id;
  return order[on === undefined ? 0 : order.indexOf(on) + 1];
}
