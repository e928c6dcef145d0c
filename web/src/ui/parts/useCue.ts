import { effect, type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RoomState } from '../../session/roomState';
import { useSession } from '../context';
import { type Cue, cueAt, nextCue } from '../words/lyrics';

/** The audio thread's figures come ten times a second; what changes before the next ones gets a timer of its own. */
const AHEAD_MS = 250;

/**
 * Which cue of the room's holds for what leaves this person's loudspeaker now. It changes within a few milliseconds of the sound, not
 * with the next figures of the audio thread.
 */
export function useCue(of: (room: RoomState) => readonly Cue[]): ReadonlySignal<number> {
  const session = useSession();
  const found = useComputed(() => (session.room.value ? of(session.room.value) : []));
  const now = useSignal(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const all = found.peek();
      const clock = all.length > 0 ? session.heardClock() : undefined;
      now.value = cueAt(all, clock);
      clearTimeout(timer);
      const next = clock === undefined ? undefined : nextCue(all, clock);
      const inMs = next === undefined ? undefined : session.heardIn(next);
      if (inMs !== undefined && inMs < AHEAD_MS) timer = setTimeout(look, Math.max(1, inMs));
    };
    const stop = effect(() => {
      void found.value;
      void session.status.value;
      look();
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [session, found, now]);
  return now;
}
