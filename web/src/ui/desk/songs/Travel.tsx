import { useSignal } from '@preact/signals';
import type { Item } from '../../../net/desk';
import type { RoomFiles } from '../../../session/files';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { type BundledFile, BundleError, pack, renamed, unpack } from './bundle';

/** Takes the set list along as one file, and brings one in. */
export function Travel({ items }: { items: readonly Item[] }) {
  const session = useSession();
  const t = deskText.value.travel;
  const said = useSignal('');
  const exporting = async () => {
    said.value = t.packing;
    try {
      const files = await filesOf(session.files, items);
      save(pack({ items: [...items], files }), `${session.roomId.value}.brigade.zip`);
      said.value = t.packed(items.length, files.size);
    } catch {
      said.value = t.failed;
    }
  };
  const importing = async (file: File) => {
    said.value = t.unpacking;
    try {
      const bundle = unpack(new Uint8Array(await file.arrayBuffer()));
      const names = await sendFiles(session.files, bundle.files, (n) => {
        said.value = t.sending(n, bundle.files.size);
      });
      session.desk.edit({ put: renamed(bundle.items, names) });
      said.value = t.unpacked(bundle.items.length);
    } catch (error) {
      said.value = error instanceof BundleError ? t.notOurs : t.failed;
    }
  };
  return (
    <details class="travel">
      <summary>{t.title}</summary>
      <div class="row-of-buttons">
        <button
          type="button"
          aria-disabled={items.length === 0}
          onClick={() => items.length > 0 && void exporting()}
        >
          {t.export}
        </button>
        <label class="button file-button">
          {t.import}
          <input
            type="file"
            class="sr-only"
            accept=".zip,.json"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              event.currentTarget.value = '';
              if (file) void importing(file);
            }}
          />
        </label>
      </div>
      <p role="status">{said.value}</p>
    </details>
  );
}

/** What the items name: tracks by their name, pages by their id. */
async function filesOf(files: RoomFiles, items: readonly Item[]): Promise<Map<string, BundledFile>> {
  const there = (await files.list()).files;
  const found = new Map<string, BundledFile>();
  const take = async (key: string, kind: 'track' | 'image') => {
    const file = there.find(
      (one) => one.kind === kind && (kind === 'track' ? one.name === key : one.id === key),
    );
    if (!file || found.has(key)) return;
    const bytes = new Uint8Array(await (await files.bytes(file.id)).arrayBuffer());
    found.set(key, { kind, name: file.name, bytes });
  };
  for (const item of items) {
    if (item.track) await take(item.track, 'track');
    for (const page of item.pages ?? []) await take(page, 'image');
  }
  return found;
}

/** @returns what each file is called now */
async function sendFiles(
  files: RoomFiles,
  bundled: ReadonlyMap<string, BundledFile>,
  progress: (n: number) => void,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const [key, { kind, name, bytes }] of bundled) {
    progress(names.size + 1);
    const type = kind === 'track' ? 'audio/ogg' : imageType(bytes);
    const sent = await files.upload(
      kind,
      name,
      new Blob([bytes as Uint8Array<ArrayBuffer>], { type }),
      () => {},
    );
    names.set(key, kind === 'track' ? sent.name : sent.id);
  }
  return names;
}

const imageType = (bytes: Uint8Array): string =>
  bytes[0] === 0x89 ? 'image/png' : bytes[0] === 0xff ? 'image/jpeg' : 'image/webp';

function save(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
