import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { FileError } from '../../../session/roomHttp';
import type { RoomState } from '../../../session/roomState';
import type { Take } from '../../../session/takes';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { problemOf } from '../songs/TrackPicker';
import { TakeRow } from './TakeRow';

/** What is sung or made changes by itself: it is looked at again so often. */
const LOOK_MS = 2_000;

/** Songs that were recorded, the latest first. */
export function TakeList({ state }: { state: RoomState }) {
  const session = useSession();
  const t = deskText.value.takes;
  const takes = useSignal<readonly Take[] | undefined>(undefined);
  const said = useSignal('');
  const failed = useSignal(false);
  const load = useCallback(async () => {
    try {
      takes.value = (await session.takes.list()).reverse();
      if (failed.peek()) said.value = '';
      failed.value = false;
    } catch (error) {
      failed.value = true;
      said.value = problemOf(error);
    }
  }, [session, takes, said, failed]);
  // A song that begins or ends is another take.
  const { phase, recording } = state.room;
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are why it is looked again
  useEffect(() => void load(), [load, phase, recording]);
  const changes = takes.value?.some(
    ({ state: now }) => now === 'singing' || now === 'trailing' || now === 'building',
  );
  useEffect(() => {
    if (!changes) return;
    const timer = setInterval(() => void load(), LOOK_MS);
    return () => clearInterval(timer);
  }, [changes, load]);
  /** Does what was pressed; `done` is what is said then. */
  const act = async (work: () => Promise<string | undefined>) => {
    try {
      said.value = (await work()) ?? '';
      failed.value = false;
      await load();
    } catch (error) {
      failed.value = true;
      said.value = error instanceof FileError && error.status === 413 ? t.tooLong : problemOf(error);
    }
  };
  return (
    <>
      <h3>{t.list}</h3>
      <p role="status" class={failed.value ? 'problem' : 'hint take-said'}>
        {said.value || (takes.value === undefined ? t.loading : takes.value.length === 0 ? t.none : '')}
      </p>
      <ul class="file-list">
        {takes.value?.map((take) => (
          <TakeRow
            key={take.take}
            take={take}
            busy={(words) => {
              said.value = words;
              failed.value = false;
            }}
            act={act}
          />
        ))}
      </ul>
    </>
  );
}
