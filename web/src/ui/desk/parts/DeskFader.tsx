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
export function DeskFader({ id, of, label, value, send }: FaderProps) {
  const held = useSignal<{ of: string | undefined; to: number } | undefined>(undefined);
  const timers = useRef<{ send?: Timer; let?: Timer; sentMs: number; of?: string | undefined }>({
    sentMs: 0,
  });
  useEffect(() => () => clearTimeout(timers.current.let), []);
  const hand = held.value;
  const percent = Math.round((hand !== undefined && hand.of === of ? hand.to : value) * 100);
  const moved = (to: number) => {
    const now = timers.current;
    held.value = { of, to };
    clearTimeout(now.let);
    now.let = setTimeout(() => {
      held.value = undefined;
    }, HELD_MS);
    if (now.send !== undefined && now.of === of) return;
    now.of = of;
    const waitMs = Math.max(0, now.sentMs + SEND_EVERY_MS - performance.now());
    now.send = setTimeout(() => {
      delete now.send;
      now.sentMs = performance.now();
      const last = held.peek();
      send(last !== undefined && last.of === of ? last.to : to);
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
  /** Whose it is, where one fader shows one after the other: the hand holds his alone. */
  of?: string;
  /** Undefined where a visible label names it. */
  label?: string;
  value: number;
  send: (value: number) => void;
}
