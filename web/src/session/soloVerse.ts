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

/** Sends no voice of who does not lead while a solo verse sounds where he sits. */
export class SoloVerse {
  /** Only who leads sings now, and that is somebody else. */
  readonly hushed;

  constructor(session: SessionPart) {
    const { signals } = session;
    this.hushed = computed(() => {
      const room = signals.room.value;
      if (!room || room.room.leader === room.id || signals.mode.value !== 'sing') return false;
      return isSoloVerse(room, signals.status.value?.clock);
    });
    effect(() => {
      const muted = this.hushed.value || signals.muted.value;
      session.engine()?.muted(muted);
    });
  }
}
