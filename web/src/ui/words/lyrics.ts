/** A mark of the leader's that says: from this clock on, line N (from 1, blank lines counted) is sung. */
const LINE_MARK = /^line:(\d{1,5})$/;

export const lineMark = (line: number): string => `line:${line}`;

/** The lines of the words as they were pasted. */
export const linesOf = (lyrics: string): string[] => lyrics.replace(/\r\n?/g, '\n').split('\n');

/**
 * Which line is sung at `clock`, from 1; 0 before the first mark.
 *
 * @param clock what this person hears now
 */
export function lineAt(marks: readonly { id: string; clock: number }[], clock: number | undefined): number {
  if (clock === undefined) return 0;
  let line = 0;
  let latest = Number.NEGATIVE_INFINITY;
  for (const mark of marks) {
    const found = LINE_MARK.exec(mark.id);
    if (found && mark.clock <= clock && mark.clock >= latest) {
      latest = mark.clock;
      line = Number(found[1]);
    }
  }
  return line;
}
