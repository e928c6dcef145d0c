import { useCallback } from 'preact/hooks';
import { useSession } from '../context';
import { barOf } from '../words/level';
import { MeterBar } from './MeterBar';

/** A screen reader hears of a new value at most four times a second. */
const SPOKEN_EVERY_MS = 250;

/** The microphone's loudness. */
export function Meter({ label, now }: { label: string; now?: () => number }) {
  const { status } = useSession();
  const share = useCallback(() => barOf(status.value?.level ?? 0), [status]);
  return (
    <MeterBar label={label} share={share} spokenEveryMs={SPOKEN_EVERY_MS} hasZone {...(now ? { now } : {})} />
  );
}
