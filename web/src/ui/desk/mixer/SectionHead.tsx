import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { DeskFader } from '../parts/DeskFader';
import type { Line } from './order';

/** The head of a section: closes and opens it; a named one has a fader and a mute for all in it. */
export function SectionHead({
  line,
  toggle,
}: {
  line: Line & { kind: 'head' };
  toggle: (key: string) => void;
}) {
  const session = useSession();
  const t = deskText.value.mixer;
  const section = session.desk.sections.value.find((known) => known.name === line.name);
  const number = session.desk.rowNumbers.value.get(line.bucket) ?? line.bucket;
  const title = line.name ?? (number > 0 ? t.row(number) : t.noRow);
  return (
    <div class="section-head">
      <button type="button" class="plain" aria-expanded={!line.closed} onClick={() => toggle(line.key)}>
        {t.section(title, line.people)}
      </button>
      {line.name !== null && (
        <>
          <DeskFader
            label={t.fader(title)}
            value={section?.value ?? 1}
            send={(value) => session.send({ type: 'sections', name: line.name as string, value })}
          />
          <button
            type="button"
            class={section?.muted ? 'warn' : ''}
            aria-pressed={section?.muted ?? false}
            aria-label={t.mute(title)}
            onClick={() =>
              session.send({ type: 'sections', name: line.name as string, muted: !section?.muted })
            }
          >
            {t.muteShort}
          </button>
        </>
      )}
    </div>
  );
}
