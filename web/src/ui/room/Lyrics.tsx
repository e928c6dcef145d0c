import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { text } from '../../text';
import { useCue } from '../parts/useCue';
import { lineCues, linesOf } from '../words/lyrics';

const SIZES = ['size-1', 'size-2', 'size-3', 'size-4'] as const;

/** The words of the song, large; the line that this person hears now is marked and kept in view. */
export function Lyrics({ lyrics }: { lyrics: string }) {
  const t = text.value.room;
  const size = useSignal(1);
  const current = useCue(lineCues);
  const list = useRef<HTMLOListElement>(null);
  const line = current.value;
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [line]);
  const step = (by: number) => {
    size.value = Math.max(0, Math.min(SIZES.length - 1, size.value + by));
  };
  return (
    <section class="card lyrics" aria-labelledby="lyrics-title">
      <div class="card-head">
        <h2 id="lyrics-title">{t.lyrics}</h2>
        {lyrics && (
          <div class="row-of-buttons">
            <button type="button" class="plain" aria-disabled={size.value === 0} onClick={() => step(-1)}>
              {t.smaller}
            </button>
            <button
              type="button"
              class="plain"
              aria-disabled={size.value === SIZES.length - 1}
              onClick={() => step(1)}
            >
              {t.larger}
            </button>
          </div>
        )}
      </div>
      {lyrics === '' ? (
        <p class="hint">{t.noLyrics}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        // biome-ignore lint/a11y/useSemanticElements: nothing is filled in here
        <div class="lyrics-scroll" tabIndex={0} role="group" aria-labelledby="lyrics-title">
          <ol class={SIZES[size.value]} ref={list}>
            {linesOf(lyrics).map((words, i) => (
              <li key={i} aria-current={i + 1 === line ? 'true' : undefined}>
                {words || '\u00a0'}
              </li>
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}
