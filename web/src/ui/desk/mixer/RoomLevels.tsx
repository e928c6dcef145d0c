import type { RoomState } from '../../../session/roomState';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { DeskFader } from '../parts/DeskFader';

/** The levels of the whole room, and what works on all at once. */
export function RoomLevels({ state }: { state: RoomState }) {
  const session = useSession();
  const t = deskText.value.levels;
  const { room } = state;
  const faders = [
    { name: 'leader', value: room.leaderVolume, label: t.leader },
    { name: 'crowd', value: room.crowdVolume, label: t.crowd },
    { name: 'backing', value: room.backingVolume, label: t.backing },
    { name: 'room', value: room.volume, label: t.room },
  ] as const;
  return (
    <details class="room-levels">
      <summary>{t.title}</summary>
      {faders.map(
        ({ name, value, label }) =>
          value !== undefined && (
            <div class="fader" key={name}>
              <label for={`level-${name}`}>{label}</label>
              <DeskFader
                id={`level-${name}`}
                value={value}
                send={(to) => session.send({ type: 'levels', [name]: to })}
              />
            </div>
          ),
      )}
      {room.autoLevel !== undefined && (
        <label class="tick">
          <input
            type="checkbox"
            checked={room.autoLevel}
            onChange={(event) => session.send({ type: 'levels', autoLevel: event.currentTarget.checked })}
          />
          {t.autoLevel}
        </label>
      )}
      {room.crowdScaling !== undefined && (
        <label class="tick">
          <input
            type="checkbox"
            checked={room.crowdScaling}
            onChange={(event) => session.send({ type: 'levels', crowdScaling: event.currentTarget.checked })}
          />
          {t.crowdScaling}
        </label>
      )}
    </details>
  );
}
