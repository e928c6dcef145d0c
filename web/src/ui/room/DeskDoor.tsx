import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { RoomState } from '../../session/roomState';
import type { SessionView } from '../context';

/** The host's desk is a part of its own that singers never load. */
const desk = signal<ComponentType<{ state: RoomState }> | undefined>(undefined);

/** Whether the desk stands in place of the room. */
export const deskOpen = signal(false);

/** Who may do anything at a desk: hosts, helpers, and who leads. */
export function mayOpenDesk(session: SessionView, state: RoomState): boolean {
  if (state.role === 'host' || state.role === 'helper') return true;
  return session.mode.value === 'sing' && (state.role === 'leader' || state.room.leader === state.id);
}

/** Loads it at the first time. */
export async function openDesk(): Promise<void> {
  deskOpen.value = true;
  if (desk.peek()) return;
  const { loadDesk } = await import('../desk');
  desk.value = await loadDesk();
}

export function closeDesk(): void {
  deskOpen.value = false;
}

export const loadedDesk = () => desk.value;
