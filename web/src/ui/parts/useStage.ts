import { type ReadonlySignal, useComputed } from '@preact/signals';
import type { ItemOn } from '../../net/desk';
import { useSession } from '../context';

/** What a person sees on the stage. */
export interface OnStage {
  item: ItemOn | null;
  lyrics: string;
}

/** The item that is on where this person is in time: the one before until his own playback reaches the new one. */
export function useStage(): ReadonlySignal<OnStage> {
  const session = useSession();
  // Computed apart: the clock moves ten times a second, what is shown seldom.
  const waits = useComputed(() => {
    const from = session.room.value?.room.item?.fromClock ?? 0;
    const clock = session.status.value?.clock;
    return from > 0 && clock !== undefined && clock < from && session.room.value?.before !== undefined;
  });
  return useComputed(() => {
    const state = session.room.value;
    if (waits.value && state?.before) return state.before;
    return { item: state?.room.item ?? null, lyrics: state?.room.lyrics ?? '' };
  });
}
