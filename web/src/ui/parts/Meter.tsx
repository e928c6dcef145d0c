import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useSession } from '../context';
import { barOf } from '../words/level';

/** A screen reader hears of a new value at most four times a second. */
const SPOKEN_EVERY_MS = 250;

/** The microphone's loudness. Writes the DOM by itself: nothing is rendered while it moves. */
export function Meter({ label, now = () => performance.now() }: { label: string; now?: () => number }) {
  const { status } = useSession();
  const meter = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let spokenMs = Number.NEGATIVE_INFINITY;
    return effect(() => {
      const share = barOf(status.value?.level ?? 0);
      if (bar.current) bar.current.style.transform = `scaleX(${share.toFixed(3)})`;
      if (now() - spokenMs < SPOKEN_EVERY_MS) return;
      spokenMs = now();
      meter.current?.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    });
  }, [status, now]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers draw <meter> each in its own way, with no room for the good zone
    <div
      class="meter"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      ref={meter}
    >
      <div class="meter-zone" />
      <div class="meter-bar" ref={bar} />
    </div>
  );
}
