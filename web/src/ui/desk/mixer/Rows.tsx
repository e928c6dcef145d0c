import { useSignal } from '@preact/signals';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { useRows } from '../useRows';
import { dragged } from './drag';

/** The rows as places to drop a strip on; the keyboard has the list of rows in each person's panel. */
export function Rows() {
  const session = useSession();
  const t = deskText.value.mixer;
  const over = useSignal(0);
  const rows = useRows();
  const who = dragged.value;
  return (
    <ol class={`drop-rows${who === undefined ? '' : ' dragging'}`} aria-label={t.rows}>
      {rows.map((row) => (
        <li
          key={row.bucket}
          class={over.value === row.bucket ? 'over' : ''}
          onDragOver={(event) => {
            event.preventDefault();
            over.value = row.bucket;
          }}
          onDragLeave={() => {
            over.value = 0;
          }}
          onDrop={(event) => {
            event.preventDefault();
            over.value = 0;
            if (who !== undefined) session.send({ type: 'seat', who, bucket: row.bucket });
            dragged.value = undefined;
          }}
        >
          {t.rowOf(row.number, row.people)}
        </li>
      ))}
    </ol>
  );
}
