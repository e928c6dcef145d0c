// The engine on a page of its own, for tests that drive it from outside. Not part of the app.
import { Session } from '../src/session/session';

const session = new Session(new URL(location.href));
Object.assign(window, { session });
document.getElementById('go')?.addEventListener('click', () => void session.enter('sing'));
