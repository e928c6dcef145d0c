import { effect } from '@preact/signals';
import type { Item } from '../net/desk';
import type { Desk } from './desk';
import type { SessionPart } from './signals';
import type { RoomTakes, Take } from './takes';

/** So long the server may take to find a new track. */
const FOUND_MAX_MS = 20_000;

/**
 * Puts a take on for everybody: it becomes a track of the room and an item of the set list, which is put on. Whoever leads then starts it
 * as a song; nobody's microphone is sent meanwhile.
 */
export async function listenTogether(
  parts: { session: SessionPart; desk: Desk; takes: RoomTakes },
  take: Take,
  title: string,
): Promise<void> {
  const { session, desk } = parts;
  const track = await parts.takes.track(take.take);
  const before = [...(desk.setList.peek()?.items.values() ?? [])].find((item) => item.take === take.take);
  const id = before?.id ?? `take-${take.take}`;
  const item: Item = {
    id,
    kind: 'listen-back',
    title: before?.title ?? title,
    take: take.take,
    track: track.name,
    seconds: Math.ceil(track.seconds ?? take.seconds),
  };
  desk.edit({ put: [item] });
  await until(() => {
    const listed = desk.setList.value?.items.get(id)?.track === track.name;
    const found = session.signals.room.value?.room.tracks?.includes(track.name) ?? false;
    return listed && found;
  });
  session.send({ type: 'item', id });
}

/** Waits until it is so, or has taken too long: then the server says what is wrong. */
function until(is: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    let stop = () => {};
    let over = false;
    const done = () => {
      over = true;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, FOUND_MAX_MS);
    stop = effect(() => {
      if (!over && is()) queueMicrotask(done);
    });
  });
}
