import { render } from 'preact';
import { Session } from './session/session';
import { startLanguage } from './text';
import { App } from './ui/App';
import { watchPage } from './ui/page';
import './ui/style.css';

const root = document.getElementById('app');
if (root) {
  const session = new Session(new URL(location.href));
  await startLanguage();
  watchPage(session);
  root.replaceChildren();
  render(<App session={session} />, root);
}
