import { text } from '../text';
import { type SessionView, useSession } from './context';
import { online } from './page';
import { type Banner, banners } from './words/banner';
import { microphoneAdvice } from './words/microphone';

/** What stands in the way, each with a sentence that says what to do and, where it helps, a button that does it. */
export function Banners({ only }: { only?: readonly Banner['kind'][] }) {
  const session = useSession();
  const t = text.value;
  const found = banners(session, online.value).filter((banner) => only?.includes(banner.kind) ?? true);
  const refusal = session.error.value;
  return (
    <div class="banners" role="status">
      {found.map((banner) => (
        <div class={`banner ${banner.kind}`} key={banner.kind}>
          <p>{sentence(banner)}</p>
          <Help banner={banner} session={session} />
        </div>
      ))}
      {refusal !== undefined && (
        <div class="banner refusal">
          <p>{refusalSentence(refusal.code)}</p>
          <button
            type="button"
            onClick={() => {
              session.error.value = undefined;
            }}
          >
            {t.banner.close}
          </button>
        </div>
      )}
    </div>
  );
}

function sentence(banner: Banner): string {
  const t = text.value;
  if (banner.kind === 'microphone') return microphoneAdvice(t, banner.problem, navigator.userAgent);
  if (banner.kind === 'copy') return t.banner.copy[banner.what];
  if (banner.kind === 'moving') return t.banner.moving(banner.where);
  if (banner.kind === 'closing') return t.banner.closing[banner.why];
  return banner.kind === 'changed' ? t.banner.changed[banner.what] : t.banner[banner.kind];
}

function refusalSentence(code: string): string {
  const t = text.value.refused;
  return code in t ? t[code as keyof typeof t] : t.other;
}

function Help({ banner, session }: { banner: Banner; session: SessionView }) {
  const t = text.value.banner;
  switch (banner.kind) {
    case 'suspended':
      return <Button label={t.resume} press={() => void session.wake()} />;
    case 'microphone':
      return <Button label={t.microphoneAgain} press={() => void session.openMicrophone()} />;
    case 'stalled':
    case 'changed':
      return <Button label={t.checkAgain} press={() => checkAgain(session)} />;
    case 'copy':
      return <Button label={text.value.room.controls.mute} press={() => session.mute(true)} />;
    case 'silenced':
      return <Button label={t.soundOn} press={() => session.silence(false)} />;
    default:
      return null;
  }
}

function Button({ label, press }: { label: string; press: () => void }) {
  return (
    <button type="button" onClick={press}>
      {label}
    </button>
  );
}

/** To the sound check and back, without leaving the room. */
export function checkAgain(session: SessionView): void {
  session.send({ type: 'ready', state: 'checking' });
  session.screen.value = 'check';
}
