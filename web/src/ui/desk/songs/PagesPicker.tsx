import { useSignal } from '@preact/signals';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { pagesOf, SheetError } from './sheets';
import { problemOf } from './TrackPicker';

const PAGES_MAX = 500;

/** Sheet pages or pictures of an item, from pictures and PDF files. */
export function PagesPicker({ title, pages, change }: PagesProps) {
  const session = useSession();
  const t = deskText.value.pages;
  const said = useSignal('');
  const busy = useSignal(false);
  const take = async (files: readonly File[]) => {
    busy.value = true;
    const found = [...pages];
    try {
      for (const file of files) {
        let n = 0;
        for await (const page of pagesOf(file)) {
          said.value = t.working(++n, page.of);
          if (found.length >= PAGES_MAX) break;
          const sent = await session.files.upload('image', page.name, page.image, () => {});
          found.push(sent.id);
          change([...found]);
        }
      }
      said.value = t.there(found.length);
    } catch (error) {
      said.value = error instanceof SheetError ? t.unreadable : problemOf(error);
    } finally {
      busy.value = false;
    }
  };
  const swap = (i: number, by: number) => {
    const next = [...pages];
    const [page] = next.splice(i, 1);
    next.splice(i + by, 0, page as string);
    change(next);
  };
  return (
    <fieldset class="stack">
      <legend>{t.title}</legend>
      <label class={`button file-button${busy.value ? ' busy' : ''}`}>
        {t.add}
        <input
          type="file"
          class="sr-only"
          accept="image/*,application/pdf"
          multiple
          disabled={busy.value}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            if (files.length > 0) void take(files);
          }}
        />
      </label>
      <p role="status">{said.value}</p>
      {pages.length > 0 && (
        <ol class="pages">
          {pages.map((page, i) => (
            <li key={page}>
              <img src={session.files.address(page)} alt={t.alt(title, i + 1)} loading="lazy" />
              <div class="row-of-buttons">
                <button
                  type="button"
                  aria-label={t.up(i + 1)}
                  aria-disabled={i === 0}
                  onClick={() => i > 0 && swap(i, -1)}
                >
                  ↑
                </button>
                <button
                  type="button"
                  aria-label={t.down(i + 1)}
                  aria-disabled={i === pages.length - 1}
                  onClick={() => i < pages.length - 1 && swap(i, 1)}
                >
                  ↓
                </button>
                <button
                  type="button"
                  aria-label={t.remove(i + 1)}
                  onClick={() => change(pages.filter((_, at) => at !== i))}
                >
                  ✕
                </button>
              </div>
            </li>
          ))}
        </ol>
      )}
    </fieldset>
  );
}

interface PagesProps {
  title: string;
  pages: readonly string[];
  change: (pages: string[]) => void;
}
