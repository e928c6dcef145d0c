import { text } from '../../text';
import { useSession } from '../context';

/** What was measured of this singer, privately and between songs; he decides, and can take it back. */
export function CorrectionPanel() {
  const session = useSession();
  const { correction } = session;
  const now = correction.now.value;
  const t = text.value.room.correction;
  if (!now) return null;
  return (
    <section class="card stack" aria-labelledby="correction-title">
      <h2 id="correction-title">{t.title}</h2>
      <p role="status">
        {now.state === 'offer' && t.offer(now.offsetMs)}
        {now.state === 'applied' && t.applied}
        {now.state === 'undone' && t.undone}
      </p>
      <div class="row-of-buttons">
        {now.state === 'offer' && (
          <>
            <button type="button" onClick={() => correction.answer('accept')}>
              {t.accept}
            </button>
            <button type="button" onClick={() => correction.answer('decline')}>
              {t.decline}
            </button>
          </>
        )}
        {now.state === 'applied' && (
          <button type="button" onClick={() => correction.answer('undo')}>
            {t.undo}
          </button>
        )}
        {now.state !== 'offer' && (
          <button type="button" onClick={() => correction.close()}>
            {t.close}
          </button>
        )}
      </div>
    </section>
  );
}
