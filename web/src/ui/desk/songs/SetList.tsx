import { useSignal } from '@preact/signals';
import type { Item, ItemKind } from '../../../net/desk';
import type { RoomState } from '../../../session/roomState';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { Confirm } from '../parts/Confirm';
import { FileList } from './FileList';
import { ItemEditor } from './ItemEditor';
import { KINDS, moved, newItem } from './item';
import { Travel } from './Travel';

/** The evening: what is sung, spoken and shown, in order. */
export function SetList({ state }: { state: RoomState }) {
  const session = useSession();
  const { desk } = session;
  const t = deskText.value.list;
  const editing = useSignal<Item | undefined>(undefined);
  const kind = useSignal<ItemKind>('song');
  const list = desk.setList.value;
  if (!list) return null;
  const edits = state.role === 'host';
  if (editing.value) {
    return (
      <ItemEditor
        item={editing.value}
        state={state}
        done={(item) => {
          if (item) desk.edit({ put: [item] });
          editing.value = undefined;
        }}
      />
    );
  }
  const items = list.order.map((id) => list.items.get(id)).filter((item): item is Item => item !== undefined);
  return (
    <section class="card stack" aria-labelledby="list-title">
      <h2 id="list-title">{t.title}</h2>
      {desk.conflict.value && <p role="alert">{t.conflict}</p>}
      {items.length === 0 && <p class="hint">{t.empty}</p>}
      <ol class="set-list">
        {items.map((item, i) => (
          <li key={item.id} class={item.id === state.room.item?.id ? 'on' : ''}>
            <Entry item={item} on={item.id === state.room.item?.id} />
            <div class="row-of-buttons">
              <PutOn item={item} state={state} />
              {edits && (
                <>
                  <button
                    type="button"
                    aria-label={t.edit(item.title || t.untitled)}
                    onClick={() => {
                      editing.value = item;
                    }}
                  >
                    {t.editShort}
                  </button>
                  <button
                    type="button"
                    aria-label={t.up(item.title || t.untitled)}
                    aria-disabled={i === 0}
                    onClick={() => i > 0 && desk.edit({ order: moved(list.order, item.id, -1) })}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    aria-label={t.down(item.title || t.untitled)}
                    aria-disabled={i === items.length - 1}
                    onClick={() =>
                      i < items.length - 1 && desk.edit({ order: moved(list.order, item.id, 1) })
                    }
                  >
                    ↓
                  </button>
                  <Confirm
                    label={t.remove}
                    ask={t.removeAsk(item.title || t.untitled)}
                    act={() => desk.edit({ remove: [item.id] })}
                  />
                </>
              )}
            </div>
          </li>
        ))}
      </ol>
      {edits && (
        <>
          <div class="pair">
            <div class="field">
              <label for="new-kind">{t.add}</label>
              <select
                id="new-kind"
                value={kind.value}
                onChange={(event) => {
                  kind.value = event.currentTarget.value as ItemKind;
                }}
              >
                {KINDS.map((one) => (
                  <option key={one} value={one}>
                    {t.kinds[one]}
                  </option>
                ))}
              </select>
            </div>
            <button
              type="button"
              class="beside"
              onClick={() => {
                editing.value = newItem(kind.value, '');
              }}
            >
              {t.addNow}
            </button>
          </div>
          <Travel items={items} />
          <FileList items={items} />
        </>
      )}
    </section>
  );
}

function Entry({ item, on }: { item: Item; on: boolean }) {
  const t = deskText.value.list;
  const has = [
    item.lyrics ? t.has.words : '',
    item.timings?.some(({ id }) => id.startsWith('line:')) ? t.has.times : '',
    item.track ? t.has.track(item.track) : '',
    item.pages?.length ? t.has.pages(item.pages.length) : '',
    item.tempo && item.tempo.bpm > 0 ? t.has.tempo(item.tempo.bpm) : '',
    item.rounds ? t.has.round : '',
  ].filter((what) => what !== '');
  return (
    <div>
      <p class="item-title">
        <span class="person-note">{t.kinds[item.kind]}</span> <strong>{item.title || t.untitled}</strong>
        {on && <span class="person-note">{t.on}</span>}
      </p>
      {has.length > 0 && <p class="hint">{has.join(' · ')}</p>}
      {item.note && <p class="hint note-text">{item.note}</p>}
    </div>
  );
}

function PutOn({ item, state }: { item: Item; state: RoomState }) {
  const session = useSession();
  const t = deskText.value.list;
  const on = item.id === state.room.item?.id;
  const waits = state.room.phase === 'singing';
  return (
    <button
      type="button"
      aria-label={on ? t.takeOffOf(item.title || t.untitled) : t.putOnOf(item.title || t.untitled)}
      aria-disabled={waits}
      onClick={() => !waits && session.send({ type: 'item', id: on ? null : item.id })}
    >
      {on ? t.takeOff : t.putOn}
    </button>
  );
}
