import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

/**
 * A loudness as a bar. Writes the DOM by itself: nothing is rendered while it moves, and a screen reader hears of a new value no oftener than
 * each `spokenEveryMs`.
 */
export function MeterBar({ label, share, spokenEveryMs, hasZone = false, now = wallMs }: MeterBarProps) {
  const meter = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let spokenMs = Number.NEGATIVE_INFINITY;
    return effect(() => {
      const length = share();
      if (bar.current) bar.current.style.transform = `scaleX(${length.toFixed(3)})`;
      if (now() - spokenMs < spokenEveryMs) return;
      spokenMs = now();
      meter.current?.setAttribute('aria-valuenow', String(Math.round(length * 100)));
    });
  }, [share, spokenEveryMs, now]);
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
      {hasZone && <div class="meter-zone" />}
      <div class="meter-bar" ref={bar} />
    </div>
  );
}

const wallMs = () => performance.now();

interface MeterBarProps {
  label: string;
  /** How long the bar is now, 0..1; reads signals. The same function each time. */
  share: () => number;
  spokenEveryMs: number;
  /** Whether to show where it is good. */
  hasZone?: boolean;
  /** For tests. */
  now?: () => number;
}
