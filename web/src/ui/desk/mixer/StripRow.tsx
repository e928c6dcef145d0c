import { computed } from '@preact/signals';
import { useCallback, useMemo } from 'preact/hooks';
import type { Figures, Strip } from '../../../session/desk';
import { type DeskTexts, deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { MeterBar } from '../../parts/MeterBar';
import { barOf } from '../../words/level';
import { DeskFader } from '../parts/DeskFader';
import { dragged } from './drag';

const SPOKEN_EVERY_MS = 1_000;

/** One singer: meter, fader, mute, solo, and the way to everything else. Figures are written into it without drawing it anew. */
export function StripRow({ id, opened }: { id: string; opened: (id: string) => void }) {
  const session = useSession();
  const strip = session.desk.strip(id)?.value;
  const t = deskText.value.mixer;
  // The same element shows one singer after the other: see Slots.
  const figures = useMemo(
    () => computed(() => figuresLine(deskText.value, session.desk.figures(id)?.value ?? {})),
    [session, id],
  );
  if (!strip) return null;
  const { name, muted, soloed } = strip;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging is for the mouse; the keyboard has the list of rows behind the name
    <div
      class={`strip${strip.trouble ? ' trouble' : ''}${soloed ? ' soloed' : ''}${strip.away ? ' away' : ''}`}
      draggable
      onDragStart={(event) => {
        dragged.value = id;
        event.dataTransfer?.setData('text/plain', name);
      }}
      onDragEnd={() => {
        dragged.value = undefined;
      }}
    >
      <button type="button" class="plain strip-name" onClick={() => opened(id)} title={t.open(name)}>
        {name}
        <span class="strip-notes">
          {notes(deskText.value, strip, session.desk.rowNumbers.value).join(' · ')}
        </span>
      </button>
      <StripMeter id={id} label={t.level(name)} />
      <span class="strip-figures">{figures}</span>
      <DeskFader
        of={id}
        label={t.fader(name)}
        value={strip.fader}
        send={(value) => session.send({ type: 'fader', who: id, value })}
      />
      <button
        type="button"
        class={muted ? 'strip-mute warn' : 'strip-mute'}
        aria-pressed={muted}
        aria-label={t.mute(name)}
        onClick={() => session.send({ type: 'mute', who: id, muted: !muted })}
      >
        {t.muteShort}
      </button>
      <button
        type="button"
        class={soloed ? 'strip-solo warn' : 'strip-solo'}
        aria-pressed={soloed}
        aria-label={t.solo(name)}
        onClick={() => {
          session.send({ type: 'solo', who: id, soloed: !soloed });
          if (!soloed) session.hearSolo(true);
        }}
      >
        {t.soloShort}
      </button>
    </div>
  );
}

/** How loud somebody is before any fader. */
function StripMeter({ id, label }: { id: string; label: string }) {
  const { desk } = useSession();
  const share = useCallback(() => {
    const level = desk.figures(id)?.value.level ?? null;
    return level === null ? 0 : barOf(10 ** (level / 20));
  }, [desk, id]);
  return <MeterBar label={label} share={share} spokenEveryMs={SPOKEN_EVERY_MS} />;
}

/** What is worth a look in figures: nothing where all is well. */
export function figuresLine(texts: DeskTexts, figures: Figures): string {
  const t = texts.mixer.short;
  const said: string[] = [];
  if ((figures.clip ?? 0) > 0) said.push(t.clip);
  if ((figures.late ?? 0) > 0) said.push(t.late(figures.late ?? 0));
  if ((figures.noise ?? -99) > -50) said.push(t.noise);
  if ((figures.timing ?? 0) >= 0.8 && Math.abs(figures.timingMs ?? 0) >= 10)
    said.push(t.timing(figures.timingMs ?? 0));
  if ((figures.bleed ?? 0) >= 0.8) said.push(t.bleed);
  if (figures.calibration === 0) said.push(t.unchecked);
  return said.join(' · ');
}

function notes(texts: DeskTexts, strip: Strip, numbers: ReadonlyMap<number, number>): string[] {
  const t = texts.mixer;
  return [
    t.row(numbers.get(strip.bucket) ?? strip.bucket),
    strip.trouble ? t.reasons[strip.trouble] : '',
    strip.away ? t.away : '',
    strip.pinned ? t.pinned : '',
    strip.ready === 'checking' ? t.checking : '',
  ].filter((note) => note !== '');
}
