import type { Take } from '../../../session/takes';
import { language } from '../../../text';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { Confirm } from '../parts/Confirm';
import { clockText } from '../songs/item';

const SAMPLES_PER_MS = 48;
const MS = 1_000;
const MEGABYTE = 1_000_000;

/** One recorded song: what becomes of it, and what can be done with it. */
export function TakeRow({ take, busy, act }: TakeRowProps) {
  const session = useSession();
  const t = deskText.value.takes;
  const title = take.title || deskText.value.list.untitled;
  const { state } = take;
  const isMade = state === 'ready';
  const facts = [
    new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'short' }).format(
      take.startClock / SAMPLES_PER_MS,
    ),
    take.endClock > 0 ? clockText(take.seconds * MS) : '',
    t.of(take.singers),
    take.bytes === undefined
      ? ''
      : t.size((Math.max(1, Math.round((take.bytes * 10) / MEGABYTE)) / 10).toFixed(1)),
    take.aborted && state !== 'singing' ? t.aborted : '',
  ];
  const download = (kind: 'zip' | 'ogg') =>
    act(async () => {
      save((await session.takes.links(take.take))[kind]);
      return undefined;
    });
  return (
    <li class="take-row">
      <p class="take-line">
        <strong>{title}</strong>
      </p>
      <p class="hint take-line">{facts.filter((fact) => fact !== '').join(' · ')}</p>
      <p class="hint take-line">
        {t.states[state]} {until(take)}
      </p>
      {state === 'building' && <progress aria-label={t.progress(title)} max={1} value={take.progress ?? 0} />}
      <div class="row-of-buttons">
        {(state === 'recorded' || state === 'failed') && (
          <button
            type="button"
            aria-label={t.makeOf(title)}
            onClick={() =>
              void act(async () => {
                await session.takes.make(take.take);
                return undefined;
              })
            }
          >
            {t.make}
          </button>
        )}
        {isMade && (
          <>
            <button
              type="button"
              class="primary"
              aria-label={t.listenOf(title)}
              onClick={() => {
                busy(t.preparing);
                void act(async () => {
                  await session.listenTogether(take, t.listenItem(title));
                  return t.prepared;
                });
              }}
            >
              {t.listen}
            </button>
            <button type="button" aria-label={t.mixOf(title)} onClick={() => void download('ogg')}>
              {t.mix}
            </button>
            <button type="button" aria-label={t.zipOf(title)} onClick={() => void download('zip')}>
              {t.zip}
            </button>
            <button
              type="button"
              aria-label={t.linkOf(title)}
              onClick={() =>
                void act(async () => {
                  const address = new URL((await session.takes.links(take.take)).ogg, location.href).href;
                  // A page without https may not.
                  const copied = await navigator.clipboard?.writeText(address).then(
                    () => true,
                    () => false,
                  );
                  return copied ? t.linkCopied : t.linkIs(address);
                })
              }
            >
              {t.link}
            </button>
          </>
        )}
        {state !== 'singing' && (
          <Confirm
            label={t.remove}
            name={t.removeOf(title)}
            ask={t.removeAsk}
            act={() =>
              void act(async () => {
                await session.takes.remove(take.take);
                return undefined;
              })
            }
          />
        )}
      </div>
    </li>
  );
}

interface TakeRowProps {
  take: Take;
  /** Says what goes on meanwhile. */
  busy: (words: string) => void;
  /** Does it, says what it gives back or what went wrong, and looks at the list again. */
  act: (work: () => Promise<string | undefined>) => Promise<void>;
}

/** Until when there is something to be had of it. */
function until({ state, keptUntilMs }: Take): string {
  if (keptUntilMs === undefined || (state !== 'recorded' && state !== 'ready')) return '';
  const t = deskText.peek().takes;
  const day = new Intl.DateTimeFormat(language.peek(), { dateStyle: 'medium' }).format(keptUntilMs);
  return state === 'ready' ? t.keptUntil(day) : t.madeUntil(day);
}

/** The browser saves what lies there: the server says that it is a file. */
function save(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
