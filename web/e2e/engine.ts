// The engine on a page of its own, for tests that drive it from outside. Not part of the app.
import { effect } from '@preact/signals';
import { Session } from '../src/session/session';
import { SlipWatch } from './lib/slipWatch';

const session = new Session(new URL(location.href));
const slip = new SlipWatch();
effect(() => {
  const status = session.status.value;
  if (status) slip.observe(performance.now(), status.lagMs);
});
Object.assign(window, { session, slip });
document.getElementById('go')?.addEventListener('click', () => void session.enter('sing'));
