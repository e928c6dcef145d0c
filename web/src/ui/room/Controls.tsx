import { text } from '../../text';
import { useSession } from '../context';

/** One's own switches, always in reach at the lower edge. */
export function Controls() {
  const session = useSession();
  const t = text.value.room.controls;
  const sings = session.mode.value === 'sing';
  const muted = session.muted.value;
  const silenced = session.silenced.value;
  const talk = (on: boolean) => {
    if (session.talking.value !== on) session.talk(on);
  };
  return (
    <section class="controls" aria-label={t.label}>
      {sings && session.room.value?.room.talk === 'push' && (
        <button
          type="button"
          class="primary talk"
          onPointerDown={() => talk(true)}
          onPointerUp={() => talk(false)}
          onPointerLeave={() => talk(false)}
          onPointerCancel={() => talk(false)}
          onContextMenu={(event) => event.preventDefault()}
          onKeyDown={(event) => {
            if (event.key === ' ' || event.key === 'Enter') talk(true);
          }}
          onKeyUp={() => talk(false)}
          onBlur={() => talk(false)}
        >
          {session.talking.value ? t.talking : t.talk}
        </button>
      )}
      {sings && (
        <button type="button" class={muted ? 'warn' : ''} onClick={() => session.mute(!muted)}>
          {muted ? t.unmute : t.mute}
        </button>
      )}
      <button type="button" class={silenced ? 'warn' : ''} onClick={() => session.silence(!silenced)}>
        {silenced ? t.sound : t.silence}
      </button>
      {sings && <p class="keys hint">{t.keys}</p>}
    </section>
  );
}
