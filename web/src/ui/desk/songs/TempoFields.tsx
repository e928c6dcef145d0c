import type { Tempo } from '../../../net/desk';
import { deskText } from '../../../text/desk';
import { BpmField } from '../../parts/BpmField';
import { NumberField } from '../../parts/NumberField';

const BEATS_MAX = 16;
const BEATS_USUAL = 4;

/** Tempo, beats of a bar, and which of them are accented. */
export function TempoFields({
  tempo,
  change,
}: {
  tempo: Tempo | undefined;
  change: (tempo: Tempo | undefined) => void;
}) {
  const t = deskText.value.tempo;
  const beats = tempo?.beats ?? BEATS_USUAL;
  const accents = tempo?.accents ?? [1];
  return (
    <fieldset class="stack">
      <legend>{t.title}</legend>
      <div class="pair">
        <BpmField
          id="tempo-bpm"
          label={t.bpm}
          bpm={tempo?.bpm ?? 0}
          hintId="tempo-hint"
          change={(bpm) => change(bpm > 0 ? { ...tempo, bpm, beats } : undefined)}
        />
        {tempo && (
          <NumberField
            id="tempo-beats"
            label={t.beats}
            value={beats}
            min={1}
            max={BEATS_MAX}
            change={(next) =>
              change({ ...tempo, beats: next, accents: accents.filter((beat) => beat <= next) })
            }
          />
        )}
      </div>
      <p id="tempo-hint" class="hint">
        {t.hint}
      </p>
      {tempo && (
        <fieldset class="accents">
          <legend class="sr-only">{t.accents}</legend>
          {Array.from({ length: beats }, (_, i) => i + 1).map((beat) => (
            <button
              type="button"
              key={beat}
              aria-pressed={accents.includes(beat)}
              aria-label={t.accent(beat)}
              onClick={() => {
                const next = accents.includes(beat) ? accents.filter((b) => b !== beat) : [...accents, beat];
                change({ ...tempo, accents: next.sort((a, b) => a - b) });
              }}
            >
              {beat}
            </button>
          ))}
        </fieldset>
      )}
    </fieldset>
  );
}
