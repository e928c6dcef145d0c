import { useComputed, useSignal } from '@preact/signals';
import type { PrivateAction } from '../../../net/desk';
import type { Figures, Strip } from '../../../session/desk';
import { type DeskTexts, deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { Heading } from '../../parts/Heading';
import { Confirm } from '../parts/Confirm';
import { useRows } from '../useRows';

const TEXT_MAX = 1_000;
const SECTION_MAX = 40;
const ACTIONS: readonly PrivateAction[] = ['unmute', 'check', 'solo-off'];

/** Everything about one person, and everything that can be done for him. */
export function PersonPanel({ id, close }: { id: string; close: () => void }) {
  const session = useSession();
  const t = deskText.value.person;
  const strip = session.desk.strip(id)?.value;
  if (!strip) {
    return (
      <section class="person card stack">
        <p role="status">{t.gone}</p>
        <button type="button" onClick={close}>
          {t.close}
        </button>
      </section>
    );
  }
  return (
    <section class="person card stack" aria-label={t.about(strip.name)}>
      <div class="card-head">
        <Heading level={2}>{strip.name}</Heading>
        <button type="button" onClick={close}>
          {t.close}
        </button>
      </div>
      <Measured id={id} />
      <Place strip={strip} />
      <PrivateLine id={id} />
      <Offer strip={strip} />
      <div class="row-of-buttons">
        <button
          type="button"
          aria-pressed={strip.chatMuted ?? false}
          class={strip.chatMuted ? 'warn' : ''}
          onClick={() => session.send({ type: 'chat-mute', who: id, muted: !strip.chatMuted })}
        >
          {strip.chatMuted ? t.chatOn : t.chatOff}
        </button>
        <Confirm label={t.remove} ask={t.removeAsk} act={() => session.send({ type: 'remove', who: id })} />
        <Confirm
          label={t.bar}
          ask={t.barAsk}
          act={() => session.send({ type: 'remove', who: id, bar: true })}
        />
      </div>
    </section>
  );
}

function Measured({ id }: { id: string }) {
  const session = useSession();
  const lines = useComputed(() => measured(deskText.value, session.desk.figures(id)?.value ?? {}));
  return (
    <ul class="measured">
      {lines.value.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function measured(texts: DeskTexts, f: Figures): string[] {
  const t = texts.figures;
  return [
    t.level(f.level ?? null),
    t.late(f.late ?? 0),
    ...(f.noise === null || f.noise === undefined ? [] : [t.noise(f.noise)]),
    ...(f.clip ? [t.clip(f.clip)] : []),
    ...(f.latencyMs === undefined
      ? []
      : [t.latency(Math.round(f.latencyMs), Math.round((f.calibration ?? 0) * 100))]),
    ...(f.timingMs === null || f.timingMs === undefined
      ? []
      : [t.timing(f.timingMs, Math.round((f.timing ?? 0) * 100))]),
    ...(f.bleed ? [t.bleed(Math.round(f.bleed * 100))] : []),
    ...(f.trimDb ? [t.trim(f.trimDb)] : []),
    ...(f.heardBy === undefined ? [] : [t.heardBy(f.heardBy)]),
  ];
}

function Place({ strip }: { strip: Strip }) {
  const session = useSession();
  const t = deskText.value.person;
  const rows = useRows();
  const last = rows.at(-1);
  return (
    <>
      <div class="pair">
        <div class="field">
          <label for="person-row">{t.row}</label>
          <select
            id="person-row"
            value={strip.bucket}
            onChange={(event) =>
              session.send({ type: 'seat', who: strip.id, bucket: Number(event.currentTarget.value) })
            }
          >
            {rows.map((row) => (
              <option key={row.bucket} value={row.bucket}>
                {deskText.value.mixer.row(row.number)}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="person-section">{t.section}</label>
          <input
            id="person-section"
            maxLength={SECTION_MAX}
            list="person-sections"
            value={strip.section ?? ''}
            onChange={(event) =>
              session.send({
                type: 'section',
                who: [strip.id],
                name: event.currentTarget.value.trim() || null,
              })
            }
          />
          <datalist id="person-sections">
            {session.desk.sections.value.map((section) => (
              <option key={section.name} value={section.name} />
            ))}
          </datalist>
        </div>
      </div>
      <div class="row-of-buttons">
        {last && last.bucket !== strip.bucket && (
          <button
            type="button"
            onClick={() => session.send({ type: 'seat', who: strip.id, bucket: last.bucket })}
          >
            {t.lastRow}
          </button>
        )}
        <label class="tick">
          <input
            type="checkbox"
            checked={strip.pinned ?? false}
            onChange={(event) =>
              session.send({ type: 'pin', who: strip.id, pinned: event.currentTarget.checked })
            }
          />
          {t.pin}
        </label>
      </div>
    </>
  );
}

/** A word to him alone, with a button under it if that helps. */
function PrivateLine({ id }: { id: string }) {
  const session = useSession();
  const t = deskText.value.person;
  const draft = useSignal('');
  const action = useSignal<PrivateAction | ''>('');
  const sent = useSignal(false);
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const text = draft.value.trim() || (action.value ? t.usual[action.value] : '');
        if (text === '') return;
        session.send({ type: 'private', to: id, text, ...(action.value ? { action: action.value } : {}) });
        draft.value = '';
        sent.value = true;
      }}
    >
      <div class="pair">
        <div class="field">
          <label for="private-text">{t.privately}</label>
          <input
            id="private-text"
            value={draft.value}
            maxLength={TEXT_MAX}
            autocomplete="off"
            onInput={(event) => {
              draft.value = event.currentTarget.value;
              sent.value = false;
            }}
          />
        </div>
        <div class="field">
          <label for="private-action">{t.button}</label>
          <select
            id="private-action"
            value={action.value}
            onChange={(event) => {
              action.value = event.currentTarget.value as PrivateAction | '';
            }}
          >
            <option value="">{t.noButton}</option>
            {ACTIONS.map((name) => (
              <option key={name} value={name}>
                {t.actions[name]}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div class="row-of-buttons">
        <button type="submit">{t.send}</button>
        <p role="status" class="hint">
          {sent.value && t.sent}
        </p>
      </div>
    </form>
  );
}

/** The measured correction: offered by hand, before the server would. */
function Offer({ strip }: { strip: Strip }) {
  const session = useSession();
  const t = deskText.value.person;
  const figures = useComputed(() => {
    const f = session.desk.figures(strip.id)?.value;
    return (f?.timing ?? 0) >= 0.8 && Math.abs(f?.timingMs ?? 0) >= 10;
  });
  const { correction } = strip;
  const waits = correction === 'waiting' || correction === 'offered';
  if (!figures.value && !correction) return null;
  return (
    <div class="row-of-buttons">
      {correction && <p role="status">{t.correction[correction]}</p>}
      {(waits || figures.value) && (
        <button
          type="button"
          onClick={() => session.send({ type: 'correction', who: strip.id, offer: !waits })}
        >
          {waits ? t.withdraw : t.offer}
        </button>
      )}
    </div>
  );
}
