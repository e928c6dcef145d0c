import { useRef } from 'preact/hooks';
import type { RoomState } from '../../session/roomState';

const FIELDS = ['id', 'role', 'seat', 'room', 'song', 'chat', 'marks', 'before'] as const;

/**
 * The room as it was when something other than its people changed. The people of a large room change twice a second; what is drawn of them at
 * a desk looks at them itself.
 */
export function useSteady(newest: RoomState): RoomState {
  const kept = useRef(newest);
  if (FIELDS.some((field) => kept.current[field] !== newest[field])) kept.current = newest;
  return kept.current;
}
