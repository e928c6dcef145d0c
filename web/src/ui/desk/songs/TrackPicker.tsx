import { useSignal } from '@preact/signals';
import { FileError } from '../../../session/roomHttp';
import type { RoomState } from '../../../session/roomState';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { TrackError, toOpus } from './convert';

type Work = { what: 'converting' | 'sending'; share: number };

/** The music of a song: one that is there, or a new one from any file that this browser plays. */
export function TrackPicker({ state, track, choose }: TrackProps) {
  const session = useSession();
  const t = deskText.value.track;
  const work = useSignal<Work | undefined>(undefined);
  const problem = useSignal('');
  const take = async (file: File) => {
    problem.value = '';
    try {
      work.value = { what: 'converting', share: 0 };
      const opus = await toOpus(file, (share) => {
        work.value = { what: 'converting', share };
      });
      const name = file.name.replace(/\.[^.]*$/, '');
      const sent = await session.files.upload('track', name, opus, (share) => {
        work.value = { what: 'sending', share };
      });
      choose(sent.name);
    } catch (error) {
      problem.value = problemOf(error);
    } finally {
      work.value = undefined;
    }
  };
  const tracks = state.room.tracks ?? [];
  const names = track && !tracks.includes(track) ? [...tracks, track] : tracks;
  return (
    <fieldset class="stack">
      <legend>{t.title}</legend>
      <div class="field">
        <label for="item-track">{t.choose}</label>
        <select
          id="item-track"
          value={track ?? ''}
          onChange={(event) => choose(event.currentTarget.value || undefined)}
        >
          <option value="">{t.none}</option>
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <label class={`button file-button${work.value ? ' busy' : ''}`}>
        {t.upload}
        <input
          type="file"
          class="sr-only"
          accept="audio/*,video/*"
          disabled={work.value !== undefined}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file) void take(file);
          }}
        />
      </label>
      <p class="hint">{t.hint}</p>
      {work.value && (
        <>
          <label for="track-progress">{t[work.value.what]}</label>
          <progress id="track-progress" max={1} value={work.value.share} />
        </>
      )}
      <p role="status" class="problem">
        {problem.value}
      </p>
    </fieldset>
  );
}

interface TrackProps {
  state: RoomState;
  track: string | undefined;
  choose: (track: string | undefined) => void;
}

/** A sentence for what went wrong with a file. */
export function problemOf(error: unknown): string {
  const t = deskText.peek().files;
  if (error instanceof TrackError) return t[error.why];
  if (!(error instanceof FileError)) return t.failed;
  switch (error.status) {
    case 0:
      return t.away;
    case 401:
    case 403:
      return t.notAllowed;
    case 413:
      return t['too-large'];
    case 415:
      return t.unreadable;
    case 429:
      return t.tooMany;
    case 507:
      return t.noSpace;
    default:
      return t.failed;
  }
}
