import { useComputed } from '@preact/signals';
import { useSession } from '../context';
import { type RowCount, rowCounts } from './rows';

/** The rows where somebody sits; a new list only when one of them changed. */
export function useRows(): readonly RowCount[] {
  const session = useSession();
  const key = useComputed(() =>
    rowCounts(session.room.value?.people.values() ?? [])
      .map(({ bucket, people }) => `${bucket}:${people}`)
      .join(' '),
  );
  return useComputed(() =>
    key.value
      .split(' ')
      .filter((part) => part !== '')
      .map((part, i): RowCount => {
        const [bucket = 0, people = 0] = part.split(':').map(Number);
        return { number: i + 1, bucket, people };
      }),
  ).value;
}
