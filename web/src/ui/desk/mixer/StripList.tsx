import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Strip } from '../../../session/desk';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { narrow } from './narrow';
import { type Line, linesOf, windowOf } from './order';
import { SectionHead } from './SectionHead';
import { StripRow } from './StripRow';
import { Slots } from './slots';

const ROW_PX = 64;
const NARROW_ROW_PX = 124;

/** Lines beyond the window, so that the keyboard always finds the next one. */
const SPARE = 3;

/** However high the screen: what is not in view costs nothing. */
const DRAWN_MAX = 40;

/** Everybody, one below the other; only what is in view is in the page. */
export function StripList({ opened }: { opened: (id: string) => void }) {
  const { desk } = useSession();
  const t = deskText.value.mixer;
  const search = useSignal('');
  const closed = useSignal<ReadonlySet<string>>(new Set());
  const top = useSignal(0);
  const height = useSignal(600);
  const focused = useSignal<string | undefined>(undefined);
  const box = useRef<HTMLDivElement>(null);
  const slots = useMemo(() => new Slots(), []);
  // The same object again is not looked at again: a scrolled list draws the lines that came, and no other.
  const rowOf = useMemo(() => {
    const made = new Map<string, VNode>();
    return (id: string) => {
      const row = made.get(id) ?? <StripRow id={id} opened={opened} />;
      made.set(id, row);
      return row;
    };
  }, [opened]);
  const lines = useComputed(() => {
    void desk.order.value;
    const strips = desk.ids.value
      .map((id) => desk.strip(id)?.peek())
      .filter((s): s is Strip => s !== undefined);
    return linesOf(strips, { search: search.value, closed: closed.value });
  });
  useEffect(() => {
    const element = box.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const watch = new ResizeObserver(() => {
      height.value = element.clientHeight;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [height]);
  const rowPx = narrow.value ? NARROW_ROW_PX : ROW_PX;
  // Another window only when a line comes into view: not with each pixel.
  const shown = useComputed(() => {
    const row = narrow.value ? NARROW_ROW_PX : ROW_PX;
    const { from, to } = windowOf(lines.value.length, row, top.value, height.value, SPARE, DRAWN_MAX);
    return `${from} ${to}`;
  });
  const [from = 0, to = 0] = shown.value.split(' ').map(Number);
  const all = lines.value;
  const inView = drawn(all, from, to, focused.value);
  const places = slots.place(inView.map((i) => all[i] as Line));
  const toggle = (key: string) => {
    const next = new Set(closed.peek());
    if (!next.delete(key)) next.add(key);
    closed.value = next;
  };
  return (
    <>
      <div class="field">
        <label for="strip-search">{t.search}</label>
        <input
          id="strip-search"
          type="search"
          autocomplete="off"
          value={search.value}
          onInput={(event) => {
            search.value = event.currentTarget.value;
            if (box.current) box.current.scrollTop = 0;
          }}
        />
      </div>
      <p class="sr-only" role="status">
        {search.value && t.found(all.filter((line) => line.kind === 'strip').length)}
      </p>
      <div
        class="strips"
        ref={box}
        onScroll={(event) => {
          top.value = event.currentTarget.scrollTop;
        }}
        onFocusIn={(event) => {
          const line = (event.target as HTMLElement).closest('[data-key]');
          focused.value = line?.getAttribute('data-key') ?? undefined;
        }}
        onFocusOut={() => {
          focused.value = undefined;
        }}
      >
        {all.length === 0 && <p class="hint">{t.nobody}</p>}
        <ul aria-label={t.strips} style={{ height: `${all.length * rowPx}px` }}>
          {inView.map((i, n) => {
            const line = all[i] as Line;
            return (
              <li
                key={places[n]}
                data-key={line.key}
                class={`line-${line.kind}`}
                aria-setsize={all.length}
                aria-posinset={i + 1}
                style={{ transform: `translateY(${i * rowPx}px)`, height: `${rowPx}px` }}
              >
                {line.kind === 'head' ? <SectionHead line={line} toggle={toggle} /> : rowOf(line.id)}
              </li>
            );
          })}
        </ul>
      </div>
    </>
  );
}

/** The lines in view, and the one that has the focus wherever it is: what one holds on to must not go away. */
function drawn(all: readonly Line[], from: number, to: number, focused: string | undefined): number[] {
  const indices = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  if (focused === undefined) return indices;
  const at = all.findIndex((line) => line.key === focused);
  if (at < 0 || (at >= from && at < to)) return indices;
  return at < from ? [at, ...indices] : [...indices, at];
}
