import type { RoomState } from '../../session/roomState';
import { deskText } from '../../text/desk';
import { useSession } from '../context';
import { Chat } from '../room/Chat';
import { CountIn } from '../room/Stage';
import { LiveWords } from './LiveWords';
import { Mixer } from './mixer/Mixer';
import { PANES, pane } from './pane';
import { RoundSign } from './RoundSign';
import { SongStrip } from './SongStrip';
import { SetList } from './songs/SetList';
import { Recording } from './takes/Recording';
import { useSteady } from './useSteady';
import './desk.css';

/** The host's desk; what it shows follows from what its user may do. The server asks again with each message. */
export function Desk({ state: newest }: { state: RoomState }) {
  const session = useSession();
  const state = useSteady(newest);
  const t = deskText.value;
  const mixes = state.role === 'host' || state.role === 'helper';
  const panes = mixes ? PANES : PANES.slice(0, 1);
  const now = panes.includes(pane.value) ? pane.value : 'songs';
  return (
    <div class={`desk show-${now}`}>
      <CountIn />
      <RoundSign state={state} />
      <SongStrip state={state} />
      {mixes && (
        <nav class="panes" aria-label={t.panes.label}>
          {panes.map((name) => (
            <button
              type="button"
              key={name}
              aria-pressed={name === now}
              onClick={() => {
                pane.value = name;
              }}
            >
              {t.panes[name]}
            </button>
          ))}
        </nav>
      )}
      <div class="desk-columns">
        <div class="pane songs">
          <LiveWords state={state} />
          {mixes && <SetList state={state} />}
          {state.role === 'host' && state.room.recording !== undefined && <Recording state={state} />}
          {!mixes && state.room.open && (
            <section class="card stack" aria-labelledby="no-list-title">
              <h2 id="no-list-title">{t.list.title}</h2>
              <p class="hint">{t.noList}</p>
            </section>
          )}
        </div>
        {mixes && (
          <div class="pane mixer-pane">
            <Mixer state={state} />
          </div>
        )}
        {mixes && (
          <div class="pane people-pane">
            <Chat state={state} mayWrite moderates />
            {state.role === 'host' && (
              <label class="tick">
                <input
                  type="checkbox"
                  checked={state.room.locked ?? false}
                  onChange={(event) => session.send({ type: 'lock', locked: event.currentTarget.checked })}
                />
                {t.lock}
              </label>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
