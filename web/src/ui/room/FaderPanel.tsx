import type { Faders } from '../../audio/ports';
import { text } from '../../text';
import { useSession } from '../context';

const NAMES: readonly Exclude<keyof Faders, 'solo'>[] = ['leader', 'everyone', 'track'];
const MAX_PERCENT = 200;
const STEP_PERCENT = 5;

/** Three faders for one's own ears. */
export function FaderPanel() {
  const session = useSession();
  const t = text.value.room.faders;
  const faders = session.faders.value;
  return (
    <section class="card" aria-labelledby="faders-title">
      <h2 id="faders-title">{t.title}</h2>
      <p class="hint">{t.hint}</p>
      {NAMES.map((name) => {
        const percent = Math.round(faders[name] * 100);
        return (
          <div class="fader" key={name}>
            <label for={`fader-${name}`}>{t[name]}</label>
            <input
              id={`fader-${name}`}
              type="range"
              min={0}
              max={MAX_PERCENT}
              step={STEP_PERCENT}
              value={percent}
              aria-valuetext={t.value(percent)}
              onInput={(event) => {
                session.faders.value = {
                  ...session.faders.value,
                  [name]: Number(event.currentTarget.value) / 100,
                };
              }}
            />
          </div>
        );
      })}
    </section>
  );
}
