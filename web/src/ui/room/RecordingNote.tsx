import { useSignal } from '@preact/signals';
import { text } from '../../text';
import { useSession } from '../context';

/** While songs are recorded: says so to everybody, and what a singer can do who does not want it. A short sign stays when it was read. */
export function RecordingNote() {
  const session = useSession();
  const read = useSignal(false);
  /** He chose to listen only because of this. */
  const withdrew = useSignal(false);
  const t = text.value.room.recording;
  const sings = session.mode.value === 'sing';
  return (
    <div class="note recording" role="status">
      <p class="recording-line">
        <span class="rec-sign on" aria-hidden="true" /> <strong>{t.sign}</strong>
      </p>
      {!read.value && <p class="recording-line">{sings ? t.what : t.whatListener}</p>}
      {!read.value && (
        <div class="row-of-buttons">
          <button
            type="button"
            onClick={() => {
              read.value = true;
            }}
          >
            {t.fine}
          </button>
          {sings && (
            <>
              <button
                type="button"
                onClick={() => {
                  read.value = true;
                  session.mute(true);
                }}
              >
                {t.off}
              </button>
              <button
                type="button"
                onClick={() => {
                  read.value = true;
                  withdrew.value = true;
                  session.listenIn(true);
                }}
              >
                {t.listen}
              </button>
            </>
          )}
        </div>
      )}
      {withdrew.value && !sings && (
        <div class="row-of-buttons">
          <button
            type="button"
            onClick={() => {
              withdrew.value = false;
              session.listenIn(false);
            }}
          >
            {t.sing}
          </button>
        </div>
      )}
    </div>
  );
}
