import type { Item } from '../../../net/desk';
import { deskText } from '../../../text/desk';
import { NumberField } from '../../parts/NumberField';
import { ROUND_MAX_SECONDS, roundSeconds } from './item';

const BEATS_MAX = 200;
const REPEATS_MAX = 20;
const PREVIEW_VOICES = 6;

/** A round: after how many beats each voice comes back, how often; with a picture of what will be heard. */
export function RoundFields({ item, change }: { item: Item; change: (rounds: Item['rounds']) => void }) {
  const t = deskText.value.round;
  const { tempo, rounds } = item;
  const has = (tempo?.bpm ?? 0) > 0;
  const seconds = roundSeconds(tempo, rounds);
  const set = (bpr: number, repeats: number) => change(bpr > 0 && repeats > 0 ? { bpr, repeats } : undefined);
  return (
    <fieldset class="stack">
      <legend>{t.title}</legend>
      <label class="tick">
        <input
          type="checkbox"
          checked={rounds !== undefined}
          disabled={!has}
          onChange={(event) => change(event.currentTarget.checked ? { bpr: 8, repeats: 3 } : undefined)}
        />
        {t.is}
      </label>
      {!has && <p class="hint">{t.needsTempo}</p>}
      {rounds && (
        <div class="pair">
          <NumberField
            id="round-beats"
            label={t.beats}
            value={rounds.bpr}
            min={1}
            max={BEATS_MAX}
            change={(n) => set(n, rounds.repeats)}
          />
          <NumberField
            id="round-repeats"
            label={t.repeats}
            value={rounds.repeats}
            min={1}
            max={REPEATS_MAX}
            change={(n) => set(rounds.bpr, n)}
          />
        </div>
      )}
      {rounds && seconds && (
        <div role="status">
          <p>
            {seconds.all > ROUND_MAX_SECONDS
              ? t.tooLong
              : t.preview(seconds.every.toFixed(1), rounds.repeats)}
          </p>
          <Picture repeats={rounds.repeats} />
        </div>
      )}
    </fieldset>
  );
}

/** Each entry a bar, one place further right: the voice now, and its returns. */
function Picture({ repeats }: { repeats: number }) {
  const t = deskText.value.round;
  const voices = Math.min(PREVIEW_VOICES, repeats + 1);
  return (
    <svg
      class="round-picture"
      viewBox={`0 0 ${voices + 2} ${voices}`}
      role="img"
      aria-label={t.picture(repeats)}
    >
      {Array.from({ length: voices }, (_, i) => (
        <rect key={i} x={i} y={i + 0.1} width="2.8" height="0.8" rx="0.15" class={i === 0 ? 'first' : ''} />
      ))}
    </svg>
  );
}
