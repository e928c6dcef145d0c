import { keep, kept } from './memory';

/** Parameter of the fragment that a page gives to the page of the house where the room has gone. */
const PARAMETER = 'moved';

/** Longer ones are no page's. */
const CARRIED_MAX_CHARS = 8_000;

/** What a person takes along to another server. */
interface Carried {
  /** By which that server knows him again: his place, his role. */
  resume?: string;
  /** What this browser remembers, by its names: the other address has a memory of its own. */
  kept: Record<string, string>;
}

/**
 * The address of the same room in the house at `url`, for this person. All that is his stands in the fragment, which no
 * server and no log gets to see.
 */
export function movedAddress(url: string, room: string, token?: string, resume?: string): string {
  const address = new URL(url.endsWith('/') ? url : `${url}/`);
  address.search = new URLSearchParams({ room }).toString();
  const carried: Carried = { ...(resume ? { resume } : {}), kept: kept() };
  const fragment = new URLSearchParams();
  if (token) fragment.set('token', token);
  fragment.set(PARAMETER, encode(carried));
  address.hash = fragment.toString();
  return address.href;
}

/**
 * Takes what a page of the house where the room was before put into `fragment`, and removes it from there. What this browser
 * remembers already stays: anybody can make such an address.
 *
 * @returns undefined when he comes from nowhere
 */
export function arrive(fragment: URLSearchParams): { resume: string | undefined } | undefined {
  const text = fragment.get(PARAMETER);
  fragment.delete(PARAMETER);
  const carried = text && text.length <= CARRIED_MAX_CHARS ? decode(text) : undefined;
  if (!carried) return undefined;
  keep(carried.kept);
  return { resume: carried.resume };
}

function encode(carried: Carried): string {
  const bytes = new TextEncoder().encode(JSON.stringify(carried));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function decode(text: string): Carried | undefined {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    const said = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Carried> | null;
    const memory = Object.entries(said?.kept ?? {}).filter(([, value]) => typeof value === 'string');
    return {
      ...(typeof said?.resume === 'string' ? { resume: said.resume } : {}),
      kept: Object.fromEntries(memory),
    };
  } catch {
    return undefined;
  }
}
