import type { Line } from './order';

/**
 * Which element of the page shows which line. A line that comes into view takes the element of one of its kind that has left it, so that scrolling
 * writes a few texts in place of making and dropping a strip; a line that stays in view keeps its element, and with it the focus.
 */
export class Slots {
  private readonly byLine = new Map<string, string>();
  private readonly made = { head: 0, strip: 0 };

  /** The elements' keys for `lines`, which are in view from now on, in their order. */
  place(lines: readonly Line[]): string[] {
    const shown = new Set(lines.map(({ key }) => key));
    const free: Record<Line['kind'], string[]> = { head: [], strip: [] };
    for (const [line, slot] of this.byLine) {
      if (shown.has(line)) continue;
      this.byLine.delete(line);
      free[slot.startsWith('head') ? 'head' : 'strip'].push(slot);
    }
    return lines.map(({ key, kind }) => {
      const slot = this.byLine.get(key) ?? free[kind].pop() ?? `${kind} ${this.made[kind]++}`;
      this.byLine.set(key, slot);
      return slot;
    });
  }
}
