import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { RosterRow, ServerMessage } from '../net/control';
import type {
  Item,
  Section,
  SetListEdit,
  SetListMessage,
  StripRow,
  StripsMessage,
  Trouble,
} from '../net/desk';
import type { SessionPart } from './signals';

/** So often an edit that came second is made anew. */
const TRIES_MAX = 3;

/** What is measured of one singer all the time, as the last `strips` said. */
export type Figures = Partial<
  Pick<
    StripRow,
    | 'level'
    | 'peak'
    | 'late'
    | 'noise'
    | 'clip'
    | 'latencyMs'
    | 'calibration'
    | 'timingMs'
    | 'timing'
    | 'bleed'
    | 'trimDb'
    | 'heardBy'
  >
>;

const FIGURES: ReadonlySet<string> = new Set<keyof Figures>([
  'level',
  'peak',
  'late',
  'noise',
  'clip',
  'latencyMs',
  'calibration',
  'timingMs',
  'timing',
  'bleed',
  'trimDb',
  'heardBy',
]);

/** One singer as the desk knows him, without what is measured all the time. */
export interface Strip
  extends Omit<RosterRow, 'level' | 'late'>,
    Pick<StripRow, 'section' | 'pinned' | 'chatMuted' | 'correction' | 'trouble' | 'headphones'> {}

/** What decides where a strip stands. */
const PLACES = ['name', 'bucket', 'section', 'mode'] as const;

interface Entry {
  strip: Signal<Strip>;
  figures: Signal<Figures>;
}

/** The set list, all of one version. */
export interface SetList {
  version: number;
  order: readonly string[];
  items: ReadonlyMap<string, Item>;
}

/**
 * What hosts and helpers know beyond the room: strips, sections, what needs attention, the set list. A strip is a signal of its own,
 * so that a change of one of 500 draws one.
 */
export class Desk {
  /** Everybody, in the order of coming; changes when people come and go. */
  readonly ids = signal<readonly string[]>([]);
  readonly sections = signal<readonly Section[]>([]);
  readonly troubles = signal<readonly Trouble[]>([]);
  readonly setList = signal<SetList | undefined>(undefined);
  /** The server cannot write what is recorded: why; empty while it can. */
  readonly recordingTrouble = signal('');
  /** An edit came second: the list is fresh, the edit is to be made once more. */
  readonly conflict = signal(false);
  /** What decides a strip's place changed: name, row, section, pinned, who sings. */
  readonly order = signal(0);

  private readonly rowKey = computed(() => {
    void this.order.value;
    const buckets = new Set<number>();
    for (const id of this.ids.value) {
      const { mode, bucket } = this.strips.get(id)?.strip.peek() ?? {};
      if (mode === 'sing' && bucket !== undefined && bucket > 0) buckets.add(bucket);
    }
    return [...buckets].sort((a, b) => a - b).join(' ');
  });

  /** Of each row where somebody sits the number that people see, counted from the front; the same map while it is true. */
  readonly rowNumbers: ReadonlySignal<ReadonlyMap<number, number>> = computed(
    () => new Map(this.rowKey.value.split(' ').map((bucket, i) => [Number(bucket), i + 1])),
  );

  private readonly strips = new Map<string, Entry>();
  /** Measured of people whom the roster has not named yet. */
  private readonly early = new Map<string, StripRow>();
  private readonly rows = new Map<string, RosterRow>();
  private opened = 0;
  private stop = () => {};
  private arriving: Item[] = [];
  private arrivingVersion = -1;
  private arrivingWhole = false;
  private readonly edits: { edit: SetListEdit; tries: number }[] = [];

  constructor(private readonly session: SessionPart) {}

  strip(id: string): ReadonlySignal<Strip> | undefined {
    return this.strips.get(id)?.strip;
  }

  figures(id: string): ReadonlySignal<Figures> | undefined {
    return this.strips.get(id)?.figures;
  }

  /** Somebody looks at the strips until he calls what comes back. */
  open(): () => void {
    if (this.opened++ === 0) {
      this.session.send({ type: 'desk', on: true });
      this.stop = effect(() => this.follow(this.session.signals.room.value?.people ?? new Map()));
    }
    let closed = false;
    return () => {
      if (closed) return;
      closed = true;
      if (--this.opened > 0) return;
      this.stop();
      this.session.send({ type: 'desk', on: false });
      this.troubles.value = [];
    };
  }

  /** Makes an edit of the newest list, one after the other. Whoever came first wins; what adds, changes or removes is then tried again. */
  edit(edit: SetListEdit): void {
    this.conflict.value = false;
    this.edits.push({ edit, tries: 0 });
    if (this.edits.length === 1) this.sendEdit();
  }

  received(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        // "desk" is off after each hello.
        if (this.opened > 0) this.session.send({ type: 'desk', on: true });
        break;
      case 'strips':
        this.take(message);
        break;
      case 'attention':
        this.troubles.value = message.rows;
        break;
      case 'recording':
        this.recordingTrouble.value = message.state === 'stopped' ? message.reason || 'stopped' : '';
        break;
      case 'setlist':
        this.takeList(message);
        break;
      case 'error':
        // Beside a conflict comes the whole list, before or after it, and with that the next try.
        if (message.about === 'setlist' && message.code !== 'conflict') this.editDone();
        break;
      default:
        break;
    }
  }

  private sendEdit(): void {
    const first = this.edits[0];
    if (!first) return;
    this.session.send({ type: 'setlist', base: this.setList.peek()?.version ?? 0, ...first.edit });
  }

  private editDone(): void {
    this.edits.shift();
    this.sendEdit();
  }

  private again(): void {
    const first = this.edits[0];
    if (!first) return;
    // An order of a list that has changed is no order of the new one.
    const { order: _, ...rest } = first.edit;
    first.edit = rest;
    if (++first.tries <= TRIES_MAX && (rest.put || rest.remove)) {
      this.sendEdit();
      return;
    }
    this.conflict.value = true;
    this.editDone();
  }

  private takeList(message: SetListMessage): void {
    if (message.whole && this.arrivingVersion !== message.version) this.arriving = [];
    this.arrivingVersion = message.version;
    this.arriving.push(...message.items);
    if (message.more) {
      this.arrivingWhole ||= message.whole === true;
      return;
    }
    const whole = message.whole === true || this.arrivingWhole;
    const items = new Map(whole ? [] : this.setList.peek()?.items);
    for (const item of this.arriving) items.set(item.id, item);
    for (const id of message.gone ?? []) items.delete(id);
    const arrived = this.arriving.map(({ id }) => id);
    this.arriving = [];
    this.arrivingWhole = false;
    this.setList.value = { version: message.version, order: message.order, items };
    const first = this.edits[0];
    if (!first) return;
    // The whole list comes to who came second, and after a welcome: making an edit twice does no harm.
    if (whole) this.again();
    else if (isOf(first.edit, arrived, message)) this.editDone();
  }

  private take(message: StripsMessage): void {
    batch(() => {
      if (message.whole) this.early.clear();
      for (const row of message.rows ?? []) this.measure(row);
      if (message.sections) this.sections.value = message.sections;
    });
  }

  /** Called 1,000 times a second in a room of 500: touches only what the row names. */
  private measure(row: StripRow): void {
    const entry = this.strips.get(row.id);
    if (!entry) {
      this.early.set(row.id, { ...this.early.get(row.id), ...row });
      return;
    }
    const figures: Record<string, unknown> = { ...entry.figures.peek() };
    let strip: Record<string, unknown> | undefined;
    // Without a list of its fields, which would be made and thrown away 1,000 times a second.
    for (const field in row) {
      const value = row[field as keyof StripRow];
      if (FIGURES.has(field)) figures[field] = value;
      else if (field !== 'id') {
        strip ??= { ...entry.strip.peek() };
        strip[field] = value;
      }
    }
    entry.figures.value = figures as Figures;
    if (strip) this.change(entry, strip as unknown as Strip);
  }

  /** The roster changed: rows that did not are the same objects. */
  private follow(people: ReadonlyMap<string, RosterRow>): void {
    batch(() => {
      let moved = false;
      for (const [id, row] of people) {
        if (this.rows.get(id) === row) continue;
        moved ||= !this.rows.has(id);
        this.rows.set(id, row);
        this.enter(row);
      }
      if (this.rows.size > people.size) {
        for (const id of [...this.rows.keys()]) {
          if (people.has(id)) continue;
          this.rows.delete(id);
          this.strips.delete(id);
          this.early.delete(id);
          moved = true;
        }
      }
      if (moved) this.ids.value = [...this.rows.keys()];
    });
  }

  private enter(row: RosterRow): void {
    const { level, late: _, ...told } = row;
    const entry = this.strips.get(row.id);
    if (entry) {
      this.change(entry, { ...entry.strip.peek(), ...told });
      return;
    }
    this.strips.set(row.id, { strip: signal<Strip>(told), figures: signal<Figures>({ level, late: 0 }) });
    const early = this.early.get(row.id);
    this.early.delete(row.id);
    if (early) this.measure(early);
  }

  private change(entry: Entry, strip: Strip): void {
    const before = entry.strip.peek();
    if (isSame(before, strip)) return;
    entry.strip.value = strip;
    const stays = PLACES.every((field) => before[field] === strip[field]);
    if (!stays) this.order.value++;
  }
}

/** Whether what was told is what this edit made, and not somebody else's. */
function isOf(edit: SetListEdit, arrived: readonly string[], told: SetListMessage): boolean {
  const put = (edit.put ?? []).every(({ id }) => arrived.includes(id));
  const removed = (edit.remove ?? []).every((id) => !told.order.includes(id));
  const ordered = edit.order === undefined || edit.order.join() === told.order.join();
  return put && removed && ordered;
}

function isSame(one: object, other: object): boolean {
  const a = one as Record<string, unknown>;
  const b = other as Record<string, unknown>;
  const fields = Object.keys(b);
  return fields.length === Object.keys(a).length && fields.every((field) => a[field] === b[field]);
}
