import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { deskText } from '../../../text/desk';

const MAX_PERCENT = 200;
const STEP_PERCENT = 5;

/** The server takes 50 messages a second of a person; a fader that is moved needs far fewer. */
const SEND_EVERY_MS = 100;

/** So long after the last move the hand counts, not what the server says: its echo comes twice a second. */
const HELD_MS = 1_500;

/** A fader 0..2 whose value the server keeps: follows the hand at once and tells the server some ten times a second. */
export function DeskFader({ id, label, value, send }: FaderProps) {
  const held = useSignal<number | undefined>(undefined);
  const timers = useRef<{ send?: Timer; let?: Timer; sentMs: number }>({ sentMs: 0 });
  useEffect(() => () => clearTimeout(timers.current.let), []);
  const percent = Math.round((held.value ?? value) * 100);
  const moved = (to: number) => {
    const now = timers.current;
    held.value = to;
    clearTimeout(now.let);
    now.let = setTimeout(() => {
      held.value = undefined;
    }, HELD_MS);
    if (now.send !== undefined) return;
    const waitMs = Math.max(0, now.sentMs + SEND_EVERY_MS - performance.now());
    now.send = setTimeout(() => {
      delete now.send;
      now.sentMs = performance.now();
      send(held.peek() ?? to);
    }, waitMs);
  };
  return (
    <input
      id={id}
      type="range"
      class="strip-fader"
      min={0}
      max={MAX_PERCENT}
      step={STEP_PERCENT}
      value={percent}
      aria-label={label}
      aria-valuetext={deskText.value.percent(percent)}
      onInput={(event) => moved(Number(event.currentTarget.value) / 100)}
    />
  );
}

type Timer = ReturnType<typeof setTimeout>;

interface FaderProps {
  id?: string;
  /** Undefined where a visible label names it. */
  label?: string;
  value: number;
  send: (value: number) => void;
}
