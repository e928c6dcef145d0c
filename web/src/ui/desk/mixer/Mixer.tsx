import { useComputed, useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { RoomState } from '../../../session/roomState';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { Confirm } from '../parts/Confirm';
import { Attention } from './Attention';
import { NoTiming } from './NoTiming';
import { PersonPanel } from './PersonPanel';
import { RoomLevels } from './RoomLevels';
import { Rows } from './Rows';
import { StripList } from './StripList';

/** The mixing desk: what needs attention first, everybody below. */
export function Mixer({ state }: { state: RoomState }) {
  const session = useSession();
  const { desk } = session;
  const t = deskText.value.mixer;
  const who = useSignal<string | undefined>(undefined);
  useEffect(() => desk.open(), [desk]);
  const opened = useCallback(
    (id: string) => {
      who.value = id;
    },
    [who],
  );
  return (
    <section class="card mixer" aria-labelledby="mixer-title">
      <div class="card-head">
        <h2 id="mixer-title">{t.title}</h2>
        <Everyone />
      </div>
      <SoloSign />
      <Attention opened={opened} />
      <NoTiming />
      {who.value !== undefined && (
        <PersonPanel
          key={who.value}
          id={who.value}
          close={() => {
            who.value = undefined;
          }}
        />
      )}
      <RoomLevels state={state} />
      <Rows />
      <StripList opened={opened} />
    </section>
  );
}

/** What works on all singers at once, and where the desk listens. */
function Everyone() {
  const session = useSession();
  const t = deskText.value.mixer;
  const muteAll = (muted: boolean) => session.send({ type: 'mute-all', muted });
  const listens = session.mode.value === 'listen';
  const leads = session.room.value?.room.leader === session.room.value?.id;
  return (
    <div class="row-of-buttons">
      <Confirm label={t.muteAll} ask={t.muteAllAsk} act={() => muteAll(true)} />
      <button type="button" onClick={() => muteAll(false)}>
        {t.unmuteAll}
      </button>
      {!leads && (
        <button type="button" aria-pressed={listens} onClick={() => session.listenIn(!listens)}>
          {listens ? t.singAgain : t.listenIn}
        </button>
      )}
    </div>
  );
}

/** A solo is easily forgotten: it says so loudly, whoever made it. */
function SoloSign() {
  const session = useSession();
  const t = deskText.value.mixer;
  // By a text: it is the same one while nothing changed.
  const soloed = useComputed(() => {
    const found: string[] = [];
    for (const { id, soloed: on } of session.room.value?.people.values() ?? []) if (on) found.push(id);
    return found.join(' ');
  });
  const hears = session.hearsSolo.value;
  const ids = soloed.value.split(' ').filter((id) => id !== '');
  if (ids.length === 0 && !hears) return null;
  const names = ids.map((id) => session.room.peek()?.people.get(id)?.name ?? '…').join(', ');
  const off = () => {
    for (const id of ids) session.send({ type: 'solo', who: id, soloed: false });
    session.hearSolo(false);
  };
  return (
    <div class="solo-sign" role="alert">
      <p>{hears ? t.soloHear(names) : t.soloOn(names)}</p>
      <div class="row-of-buttons">
        {!hears && (
          <button type="button" onClick={() => session.hearSolo(true)}>
            {t.soloListen}
          </button>
        )}
        <button type="button" onClick={off}>
          {t.soloOff}
        </button>
      </div>
    </div>
  );
}
