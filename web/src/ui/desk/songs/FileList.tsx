import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { Item } from '../../../net/desk';
import type { RoomFile, RoomFileList } from '../../../session/files';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { Confirm } from '../parts/Confirm';
import { clockText } from './item';
import { problemOf } from './TrackPicker';

const MEGABYTE = 1_000_000;
const MS = 1_000;

/** What was uploaded to this room: how much room it takes, what it is for, and away with it. */
export function FileList({ items }: { items: readonly Item[] }) {
  const t = deskText.value.roomFiles;
  const open = useSignal(false);
  return (
    <details
      class="room-files"
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>{t.title}</summary>
      {open.value && <Files items={items} />}
    </details>
  );
}

function Files({ items }: { items: readonly Item[] }) {
  const session = useSession();
  const t = deskText.value.roomFiles;
  const list = useSignal<RoomFileList | undefined>(undefined);
  const problem = useSignal('');
  const load = useCallback(async () => {
    try {
      list.value = await session.files.list();
      problem.value = '';
    } catch (error) {
      problem.value = problemOf(error);
    }
  }, [session, list, problem]);
  useEffect(() => void load(), [load]);
  const remove = async (file: RoomFile) => {
    try {
      await session.files.remove(file.id);
      await load();
    } catch (error) {
      problem.value = problemOf(error);
    }
  };
  const found = list.value;
  return (
    <>
      <p role="status" class={problem.value ? 'problem' : 'hint'}>
        {problem.value || (found ? t.space(megabytes(found.bytes), megabytes(found.bytesMax)) : t.loading)}
      </p>
      {found?.files.length === 0 && <p class="hint">{t.none}</p>}
      <ul class="file-list">
        {found?.files.map((file) => {
          const uses = usesOf(file, items);
          return (
            <li key={file.id} class="file-row">
              {file.kind === 'image' && (
                <img class="file-picture" src={session.files.address(file.id)} alt="" loading="lazy" />
              )}
              <div>
                <p>
                  <strong>{file.name}</strong> <span class="person-note">{t.kinds[file.kind]}</span>
                </p>
                <p class="hint">
                  {[
                    t.size(megabytes(file.bytes)),
                    file.seconds === undefined ? '' : clockText(file.seconds * MS),
                    uses.length > 0 ? t.usedBy(uses.join(', ')) : t.unused,
                  ]
                    .filter((part) => part !== '')
                    .join(' · ')}
                </p>
              </div>
              <Confirm
                label={t.remove}
                name={t.removeOf(file.name)}
                ask={uses.length > 0 ? t.removeUsed(uses.join(', ')) : t.removeAsk}
                act={() => void remove(file)}
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Titles of the items that need a file. */
export function usesOf(file: RoomFile, items: readonly Item[]): string[] {
  const t = deskText.peek().list;
  return items
    .filter((item) => (file.kind === 'track' ? item.track === file.name : item.pages?.includes(file.id)))
    .map((item) => item.title || t.untitled);
}

const megabytes = (bytes: number): string =>
  (Math.max(1, Math.round((bytes * 10) / MEGABYTE)) / 10).toFixed(1);
