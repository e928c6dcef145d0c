import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { deskText } from '../../../text/desk';

const FORGET_MS = 5_000;

/** A button for what cannot be taken back: the first press asks, the second within five seconds does it. */
export function Confirm({ label, name, ask, act, cls = '' }: ConfirmProps) {
  const asking = useSignal(false);
  useEffect(() => {
    if (!asking.value) return;
    const timer = setTimeout(() => {
      asking.value = false;
    }, FORGET_MS);
    return () => clearTimeout(timer);
  }, [asking, asking.value]);
  return (
    <button
      type="button"
      class={asking.value ? 'warn' : cls}
      aria-label={asking.value ? undefined : name}
      onClick={() => {
        if (asking.peek()) act();
        asking.value = !asking.peek();
      }}
    >
      <span aria-live="polite">{asking.value ? (ask ?? deskText.value.sure) : label}</span>
    </button>
  );
}

interface ConfirmProps {
  label: string;
  /** What a screen reader says in place of the label, where many are alike; begins with the label. */
  name?: string;
  /** The question; a usual one unless said. */
  ask?: string;
  act: () => void;
  cls?: string;
}
