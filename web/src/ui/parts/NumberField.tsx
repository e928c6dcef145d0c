import { useSignal } from '@preact/signals';

/**
 * A whole number with its label. What is being written stays as it is, whatever else changes on the screen meanwhile; it counts when he leaves
 * the field, within its bounds. With `mayBeEmpty` 0 is shown as nothing, and nothing is 0.
 */
export function NumberField(props: NumberFieldProps) {
  const { id, label, value, min, max, mayBeEmpty = false, small = false, disabled = false, hintId } = props;
  const written = useSignal<string | undefined>(undefined);
  const known = mayBeEmpty && value <= 0 ? '' : String(value);
  return (
    <div class={small ? 'field small' : 'field'}>
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        value={written.value ?? known}
        disabled={disabled}
        aria-describedby={hintId}
        onInput={(event) => {
          written.value = event.currentTarget.value;
        }}
        onChange={(event) => {
          const number = Math.round(Number(event.currentTarget.value) || 0);
          written.value = undefined;
          props.change(mayBeEmpty && number <= 0 ? 0 : Math.max(min, Math.min(max, number)));
        }}
        onBlur={() => {
          written.value = undefined;
        }}
      />
    </div>
  );
}

interface NumberFieldProps {
  id: string;
  label: string;
  value: number;
  min: number;
  max: number;
  mayBeEmpty?: boolean;
  small?: boolean;
  disabled?: boolean;
  /** Of a sentence that belongs to it. */
  hintId?: string;
  change: (value: number) => void;
}
