import type { RoomState } from '../../session/roomState';

/** A mark of the leader's that says: from this clock on, line N (from 1, blank lines counted) is sung. */
const LINE_MARK = /^line:(\d{1,5})$/;

/** The same of a page of the sheet. */
const PAGE_MARK = /^page:(\d{1,3})$/;

export const lineMark = (line: number): string => `line:${line}`;

/** The lines of the words as they were pasted. */
export const linesOf = (lyrics: string): string[] => lyrics.replace(/\r\n?/g, '\n').split('\n');

/** A mark that something changes at, in order of time. */
export interface Cue {
  clock: number;
  /** Line or page, from 1. */
  n: number;
}

type Marked = Pick<RoomState, 'marks' | 'song'>;

/** The marks of one kind, of every song that some row still sings, by their clocks. */
function cues(room: Marked, kind: RegExp): Cue[] {
  const found: Cue[] = [];
  for (const { id, clock } of room.marks) {
    const match = kind.exec(id);
    if (match) found.push({ clock, n: Number(match[1]) });
  }
  // At its beginning a song is at no line and page yet, whatever the one before it ended with.
  if (room.song && room.song.startClock > 1) found.push({ clock: room.song.startClock, n: 0 });
  return found.sort((a, b) => a.clock - b.clock || a.n - b.n);
}

export const lineCues = (room: Marked): Cue[] => cues(room, LINE_MARK);
export const pageCues = (room: Marked): Cue[] => cues(room, PAGE_MARK);

/** Which of them holds at `clock`; 0 before the first. */
export function cueAt(found: readonly Cue[], clock: number | undefined): number {
  if (clock === undefined) return 0;
  let low = 0;
  let high = found.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((found[middle] as Cue).clock <= clock) low = middle + 1;
    else high = middle;
  }
  return found[low - 1]?.n ?? 0;
}

/** The clock of the next change after `clock`. */
export function nextCue(found: readonly Cue[], clock: number): number | undefined {
  return found.find((cue) => cue.clock > clock)?.clock;
}
