import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Item } from '../../../net/desk';
import { KINDS, newId } from './item';

const LIST_FILE = 'setlist.json';
const FORMAT = 'brigade-setlist';
const VERSION = 1;

/** A file in a bundle: what its name in the bundle stands for. */
export interface BundledFile {
  kind: 'track' | 'image';
  name: string;
  bytes: Uint8Array;
}

/** A set list as it travels: items in order, and the files that they name. */
export interface Bundle {
  items: Item[];
  /** By the names that the items use: tracks by name, pages by id. */
  files: ReadonlyMap<string, BundledFile>;
}

/** Not one of our files, or broken. */
export class BundleError extends Error {}

/** One zip file: `setlist.json` and the files beside it. */
export function pack(bundle: Bundle): Uint8Array<ArrayBuffer> {
  const index: Record<string, { kind: string; name: string; file: string }> = {};
  const entries: Record<string, Uint8Array> = {};
  let n = 0;
  for (const [key, { kind, name, bytes }] of bundle.files) {
    const file = `${kind}s/${++n}`;
    index[key] = { kind, name, file };
    entries[file] = bytes;
  }
  const list = { format: FORMAT, version: VERSION, items: bundle.items, files: index };
  entries[LIST_FILE] = strToU8(JSON.stringify(list, null, 1));
  // Sound and pictures are compressed already. The library's own threads would need a policy that the page does not have.
  return zipSync(entries, { level: 0 }) as Uint8Array<ArrayBuffer>;
}

/**
 * Reads a zip file of {@link pack}, or its JSON alone. Items get new ids, so that nothing in the list is replaced.
 *
 * @throws BundleError
 */
export function unpack(bytes: Uint8Array): Bundle {
  const entries = bytes[0] === 0x50 && bytes[1] === 0x4b ? unzipped(bytes) : { [LIST_FILE]: bytes };
  const text = entries[LIST_FILE];
  if (!text) throw new BundleError('no set list in it');
  let list: unknown;
  try {
    list = JSON.parse(strFromU8(text));
  } catch {
    throw new BundleError('no JSON');
  }
  if (!isList(list)) throw new BundleError('another format');
  const files = new Map<string, BundledFile>();
  for (const [key, { kind, name, file }] of Object.entries(list.files ?? {})) {
    const content = entries[file];
    if (content && (kind === 'track' || kind === 'image')) files.set(key, { kind, name, bytes: content });
  }
  const items = list.items.filter(isItem).map((item) => ({ ...item, id: newId() }));
  if (items.length === 0) throw new BundleError('nothing in it');
  return { items, files };
}

interface Written {
  format: string;
  items: unknown[];
  files?: Record<string, { kind: string; name: string; file: string }>;
}

function isList(list: unknown): list is Written {
  const { format, items } = (list ?? {}) as Partial<Written>;
  return format === FORMAT && Array.isArray(items);
}

function isItem(item: unknown): item is Item {
  const { kind, title } = (item ?? {}) as Partial<Item>;
  return typeof title === 'string' && KINDS.includes(kind as Item['kind']);
}

function unzipped(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch (error) {
    throw new BundleError(String(error));
  }
}

/** The items with names of files replaced by what they are called now; what has no new name is left out. */
export function renamed(items: readonly Item[], names: ReadonlyMap<string, string>): Item[] {
  return items.map((item) => {
    const { track, pages, ...rest } = item;
    const newTrack = track === undefined ? undefined : names.get(track);
    const newPages = pages
      ?.map((page) => names.get(page))
      .filter((page): page is string => page !== undefined);
    return {
      ...rest,
      ...(newTrack === undefined ? {} : { track: newTrack }),
      ...(newPages && newPages.length > 0 ? { pages: newPages } : {}),
    };
  });
}
