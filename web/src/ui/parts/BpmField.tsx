import { NumberField } from './NumberField';

/** What a choir can follow. */
const BPM_MIN = 30;
const BPM_MAX = 300;

/** Beats a minute; left empty there are none. */
export function BpmField(props: BpmFieldProps) {
  return (
    <NumberField
      id={props.id}
      label={props.label}
      value={props.bpm}
      min={BPM_MIN}
      max={BPM_MAX}
      mayBeEmpty
      hintId={props.hintId}
      change={props.change}
    />
  );
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
