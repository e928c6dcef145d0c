import { computed, effect } from '@preact/signals';
import type { RoomState } from './roomState';
import type { SessionPart } from './signals';

/** Whether only who leads sings at `clock`: between the marks `crowd:off` and `crowd:on` of the song that sounds there. */
export function isSoloVerse(room: Pick<RoomState, 'marks' | 'song'>, clock: number | undefined): boolean {
  const { song } = room;
  if (clock === undefined || !song || clock < song.startClock) return false;
  if (song.endClock !== null && song.endClock > 1 && clock >= song.endClock) return false;
  let latest = song.startClock - 1;
  let off = false;
  for (const { id, clock: at } of room.marks) {
    if ((id !== 'crowd:off' && id !== 'crowd:on') || at > clock || at < latest) continue;
    latest = at;
    off = id === 'crowd:off';
  }
  return off;
}

/** Whether a recorded song sounds at `clock`, for all to listen to. */
export function isListenBack(room: Pick<RoomState, 'room' | 'song'>, clock: number | undefined): boolean {
  const { song } = room;
  const { item } = room.room;
  if (clock === undefined || !song || item?.kind !== 'listen-back' || song.item !== item.id) return false;
  // The last rows sing the song before it to its end.
  return (
    song.startClock > 1 &&
    clock >= song.startClock &&
    (song.endClock === null || song.endClock <= 1 || clock < song.endClock)
  );
}

/** Sends no voice of who does not lead while a solo verse sounds where he sits, and nobody's while all listen to a take. */
export class SoloVerse {
  /** Only who leads sings now, and that is somebody else; or nobody does. */
  readonly hushed;

  constructor(session: SessionPart) {
    const { signals } = session;
    this.hushed = computed(() => {
      const room = signals.room.value;
      if (!room || signals.mode.value !== 'sing') return false;
      const clock = signals.status.value?.clock;
      if (isListenBack(room, clock)) return true;
      return room.room.leader !== room.id && isSoloVerse(room, clock);
    });
    effect(() => {
      const muted = this.hushed.value || signals.muted.value;
      session.engine()?.muted(muted);
    });
  }
}
