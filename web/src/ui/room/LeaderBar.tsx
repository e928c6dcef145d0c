import { useSignal } from '@preact/signals';
import type { RoomState } from '../../session/roomState';
import { text } from '../../text';
import { useSession } from '../context';
import { BpmField } from '../parts/BpmField';
import { NumberField } from '../parts/NumberField';
import { isLeader, leadIsFree, mayLead } from '../words/song';

const COUNT_IN_MAX = 16;

/** For who may lead: take the lead, choose music and tempo, begin, end, let people talk. */
export function LeaderBar({ state }: { state: RoomState }) {
  const session = useSession();
  const t = text.value.room.lead;
  if (!mayLead(state, session.mode.value)) return null;
  const inSong = state.room.phase === 'singing' || state.room.phase === 'trailing';
  const leads = isLeader(state);
  const talks = (state.room.talk ?? 'off') !== 'off';
  const mayTake = !leads && leadIsFree(state) && !inSong;
  const mayStop = state.room.phase === 'singing' && (leads || state.role === 'host');
  const manages = !inSong && (state.role === 'host' || state.role === 'helper');
  // Nothing to press: who leads stands in the first row.
  if (!mayTake && !mayStop && !manages && !leads) return null;
  return (
    <section class="card stack" aria-labelledby="lead-title">
      <h2 id="lead-title">{t.title}</h2>
      {mayTake && (
        <button type="button" class="primary" onClick={() => session.send({ type: 'lead' })}>
          {t.take}
        </button>
      )}
      {leads && !inSong && <BeforeSong state={state} />}
      {mayStop && (
        <button type="button" class="primary" onClick={() => session.send({ type: 'stop' })}>
          {t.stop}
        </button>
      )}
      {manages && (
        <button type="button" onClick={() => session.send({ type: 'talk', scope: 'room', on: !talks })}>
          {talks ? t.talkOff : t.talkOn}
        </button>
      )}
    </section>
  );
}

function BeforeSong({ state }: { state: RoomState }) {
  const session = useSession();
  const t = text.value.room.lead;
  const countIn = useSignal(0);
  const bpm = state.room.bpm ?? 0;
  const tracks = state.room.tracks ?? [];
  return (
    <>
      {tracks.length > 0 && (
        <div class="field">
          <label for="track">{t.track}</label>
          <select
            id="track"
            value={state.room.track ?? ''}
            onChange={(event) => session.send({ type: 'track', name: event.currentTarget.value || null })}
          >
            <option value="">{t.noTrack}</option>
            {tracks.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      <div class="pair">
        <BpmField
          id="bpm"
          label={t.tempo}
          bpm={bpm}
          hintId="bpm-hint"
          change={(next) => session.send({ type: 'tempo', bpm: next })}
        />
        <NumberField
          id="count-in"
          label={t.countIn}
          value={countIn.value}
          min={0}
          max={COUNT_IN_MAX}
          disabled={bpm === 0}
          change={(beats) => {
            countIn.value = beats;
          }}
        />
      </div>
      <p id="bpm-hint" class="hint">
        {t.noTempo}
      </p>
      <button
        type="button"
        class="primary"
        onClick={() =>
          session.send({
            type: 'start',
            ...(bpm > 0 && countIn.value > 0 ? { countInBeats: countIn.value } : {}),
          })
        }
      >
        {t.start}
      </button>
    </>
  );
}
