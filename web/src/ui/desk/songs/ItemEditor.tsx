import { useSignal } from '@preact/signals';
import type { Item } from '../../../net/desk';
import type { RoomState } from '../../../session/roomState';
import { deskText } from '../../../text/desk';
import { Heading } from '../../parts/Heading';
import { NumberField } from '../../parts/NumberField';
import { soloLines, timedLines, withSolo } from './item';
import { LyricsTimer } from './LyricsTimer';
import { PagesPicker } from './PagesPicker';
import { RoundFields } from './RoundFields';
import { TempoFields } from './TempoFields';
import { TrackPicker } from './TrackPicker';

const TITLE_MAX = 200;
const NOTE_MAX = 10_000;
const LYRICS_MAX = 50_000;
const SECONDS_MAX = 36_000;
const COUNT_IN_MAX = 16;

/** One thing on the set list, whatever it is. Nothing is told before "keep" is pressed. */
export function ItemEditor({ item: given, state, done }: EditorProps) {
  const t = deskText.value.editor;
  const draft = useSignal(given);
  const item = draft.value;
  const set = (fields: Partial<Record<keyof Item, unknown>>) => {
    // A field without a value is left out.
    const next = Object.entries({ ...draft.peek(), ...fields }).filter(
      ([, value]) => value !== undefined && value !== '',
    );
    draft.value = { title: '', ...Object.fromEntries(next) } as Item;
  };
  const isSong = item.kind === 'song';
  return (
    <form
      class="card stack editor"
      aria-labelledby="editor-title"
      onSubmit={(event) => {
        event.preventDefault();
        done(item);
      }}
    >
      <div id="editor-title">
        <Heading level={2}>{t.title(deskText.value.list.kinds[item.kind])}</Heading>
      </div>
      <div class="field">
        <label for="item-title">{t.name}</label>
        <input
          id="item-title"
          maxLength={TITLE_MAX}
          value={item.title}
          onInput={(event) => set({ title: event.currentTarget.value })}
        />
      </div>
      {isSong && <Words item={item} set={set} />}
      {isSong && <TrackPicker state={state} track={item.track} choose={(track) => set({ track })} />}
      {isSong && (
        <LyricsTimer
          lyrics={item.lyrics ?? ''}
          timings={item.timings ?? []}
          track={item.track}
          change={(timings) => set({ timings: timings.length > 0 ? timings : undefined })}
        />
      )}
      {isSong && <SoloVerse item={item} set={set} />}
      {isSong && <TempoFields tempo={item.tempo} change={(tempo) => set({ tempo })} />}
      {isSong && (
        <NumberField
          id="item-count-in"
          label={t.countIn}
          value={item.countInBeats ?? 0}
          min={0}
          max={COUNT_IN_MAX}
          small
          change={(beats) => set({ countInBeats: beats || undefined })}
        />
      )}
      {isSong && <RoundFields item={item} change={(rounds) => set({ rounds })} />}
      {(isSong || item.kind === 'picture') && (
        <PagesPicker
          title={item.title}
          pages={item.pages ?? []}
          change={(pages) => set({ pages: pages.length > 0 ? pages : undefined })}
        />
      )}
      {!isSong && (
        <NumberField
          id="item-seconds"
          label={t.seconds}
          value={item.seconds ?? 0}
          min={0}
          max={SECONDS_MAX}
          mayBeEmpty
          small
          change={(seconds) => set({ seconds: seconds || undefined })}
        />
      )}
      <div class="field">
        <label for="item-note">{t.note}</label>
        <textarea
          id="item-note"
          rows={3}
          maxLength={NOTE_MAX}
          value={item.note ?? ''}
          onInput={(event) => set({ note: event.currentTarget.value })}
        />
      </div>
      <div class="row-of-buttons">
        <button type="submit" class="primary">
          {t.keep}
        </button>
        <button type="button" onClick={() => done(undefined)}>
          {t.cancel}
        </button>
      </div>
    </form>
  );
}

interface EditorProps {
  item: Item;
  state: RoomState;
  /** Called with what is to be kept, or with nothing. */
  done: (item: Item | undefined) => void;
}

type Set = (fields: Partial<Record<keyof Item, unknown>>) => void;

function Words({ item, set }: { item: Item; set: Set }) {
  const t = deskText.value.editor;
  return (
    <div class="field">
      <label for="item-lyrics">{t.words}</label>
      <textarea
        id="item-lyrics"
        rows={8}
        maxLength={LYRICS_MAX}
        aria-describedby="item-lyrics-hint"
        value={item.lyrics ?? ''}
        onInput={(event) => set({ lyrics: event.currentTarget.value })}
      />
      <p id="item-lyrics-hint" class="hint">
        {t.wordsHint}
      </p>
    </div>
  );
}

/** Lines that only who leads sings. */
function SoloVerse({ item, set }: { item: Item; set: Set }) {
  const t = deskText.value.editor;
  const timings = item.timings ?? [];
  const lines = timedLines(item).filter(({ ms }) => ms !== undefined);
  if (lines.length === 0) return null;
  const solo = soloLines(timings);
  const change = (from: number, to: number) => {
    const next = withSolo(timings, from > 0 ? { from, to: Math.max(from, to) } : undefined);
    set({ timings: next });
  };
  const options = lines.map(({ number, words }) => (
    <option key={number} value={number}>
      {words}
    </option>
  ));
  return (
    <fieldset class="stack">
      <legend>{t.solo}</legend>
      <div class="pair">
        <div class="field">
          <label for="solo-from">{t.soloFrom}</label>
          <select
            id="solo-from"
            value={solo?.from ?? 0}
            onChange={(event) => change(Number(event.currentTarget.value), solo?.to ?? 0)}
          >
            <option value={0}>{t.soloNone}</option>
            {options}
          </select>
        </div>
        {solo && (
          <div class="field">
            <label for="solo-to">{t.soloTo}</label>
            <select
              id="solo-to"
              value={solo.to}
              onChange={(event) => change(solo.from, Number(event.currentTarget.value))}
            >
              {options}
            </select>
          </div>
        )}
      </div>
    </fieldset>
  );
}
