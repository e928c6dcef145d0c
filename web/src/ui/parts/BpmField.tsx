/** What a choir can follow. */
const BPM_MIN = 30;
const BPM_MAX = 300;

/** Beats a minute; left empty there are none. */
export function BpmField({ id, label, bpm, hintId, change }: BpmFieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={BPM_MIN}
        max={BPM_MAX}
        value={bpm > 0 ? bpm : ''}
        aria-describedby={hintId}
        onChange={(event) => change(bpmOf(event.currentTarget.value))}
      />
    </div>
  );
}

/** What was written as a tempo; 0 is none. */
function bpmOf(written: string): number {
  const bpm = Math.round(Number(written));
  return Number.isFinite(bpm) && bpm > 0 ? Math.max(BPM_MIN, Math.min(BPM_MAX, bpm)) : 0;
}

interface BpmFieldProps {
  id: string;
  label: string;
  /** 0: none. */
  bpm: number;
  /** Of the sentence that says what an empty one means. */
  hintId: string;
  change: (bpm: number) => void;
}
