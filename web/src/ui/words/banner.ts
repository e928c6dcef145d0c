import type { MicrophoneProblem } from '../../session/microphone';
import type { Changed } from '../../session/session';
import type { SessionView } from '../context';

/** What stands in the way right now, the gravest first. */
export type Banner =
  | { kind: 'offline' | 'lost' | 'suspended' | 'stalled' | 'silenced' }
  | { kind: 'moving'; where: string }
  | { kind: 'closing'; why: 'restart' | 'move' }
  | { kind: 'copy'; what: 'own' | 'other' }
  | { kind: 'changed'; what: Changed }
  | { kind: 'microphone'; problem: MicrophoneProblem };

/** Everything that is wrong in the room. Screens show them all: each says something else to do. */
export function banners(session: SessionView, online: boolean): Banner[] {
  const found: Banner[] = [];
  const microphone = session.microphone.value;
  const { movingTo } = session;
  if (movingTo.value) found.push({ kind: 'moving', where: movingTo.value });
  else if (!online) found.push({ kind: 'offline' });
  else if (session.line.value === 'lost') found.push({ kind: 'lost' });
  if (!session.soundRunning.value) found.push({ kind: 'suspended' });
  if (session.mode.value === 'sing') {
    if (microphone !== 'open' && microphone !== 'opening' && microphone !== 'off') {
      found.push({ kind: 'microphone', problem: microphone });
    }
    const copy = session.copy.value;
    // Without headphones his own loudspeaker is in the microphone anyway: he sits in the last row.
    if (
      microphone === 'open' &&
      !session.muted.value &&
      copy !== 'none' &&
      (copy === 'other' || session.headphones.value)
    ) {
      found.push({ kind: 'copy', what: copy });
    }
    const changed = session.changed.value;
    // One of them: both say the same thing to do.
    if (changed && microphone === 'open') found.push({ kind: 'changed', what: changed });
    else if (session.stalledMs.value > 0) found.push({ kind: 'stalled' });
  }
  const closing = session.room.value?.room.closing;
  if (closing && !movingTo.value) found.push({ kind: 'closing', why: closing });
  if (session.silenced.value) found.push({ kind: 'silenced' });
  return found;
}
