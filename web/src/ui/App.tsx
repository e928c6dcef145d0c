import { text } from '../text';
import { Banners } from './Banners';
import { SessionContext, type SessionView } from './context';
import { LanguageSwitch } from './parts/LanguageSwitch';
import { deskOpen } from './room/DeskDoor';
import { Check } from './screens/Check';
import { Gone } from './screens/Gone';
import { Landing } from './screens/Landing';
import { Password } from './screens/Password';
import { Room } from './screens/Room';

/** Refusals that another password answers. */
const PASSWORD_REASONS = new Set(['wrong-password', 'slow-down']);

/** The page: one screen at a time between a small header and nothing else. */
export function App({ session }: { session: SessionView }) {
  const t = text.value;
  return (
    <SessionContext.Provider value={session}>
      <a class="skip" href="#main">
        {t.app.skip}
      </a>
      <header class="top">
        <p class="brand">{t.app.name}</p>
        <LanguageSwitch />
      </header>
      <main id="main" tabIndex={-1} class={`screen ${screenOf(session)}${deskOpen.value ? ' at-desk' : ''}`}>
        <Screen session={session} />
      </main>
    </SessionContext.Provider>
  );
}

function screenOf(session: SessionView): 'landing' | 'check' | 'room' | 'password' | 'gone' {
  const screen = session.screen.value;
  if (screen !== 'room' || session.line.value !== 'refused') return screen;
  return PASSWORD_REASONS.has(session.lineReason.value ?? '') ? 'password' : 'gone';
}

function Screen({ session }: { session: SessionView }) {
  switch (screenOf(session)) {
    case 'landing':
      return <Landing />;
    case 'check':
      return <Check />;
    case 'password':
      return <Password />;
    case 'gone':
      return <Gone />;
    case 'room':
      return (
        <>
          <Banners />
          <Room />
        </>
      );
  }
}
