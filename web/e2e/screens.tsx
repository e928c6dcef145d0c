// Shows one made-up scene of the page, by name: screens.html?scene=room-here&lang=de. For screens.mjs; not part of the app.
import { render } from 'preact';
import { load } from '../src/text';
import { App } from '../src/ui/App';
import { SCENES } from '../src/ui/fake/scenes';
import { watchPage } from '../src/ui/page';
import '../src/ui/style.css';

const wanted = new URLSearchParams(location.search);
const make = SCENES[wanted.get('scene') ?? 'landing'];
const root = document.getElementById('app');
if (!make || !root) throw new Error('no such scene');
const session = make();
await load(wanted.get('lang') ?? 'en');
// A link to a room has the room in its address.
if (session.roomId.value !== 'main') history.replaceState(null, '', `?room=${session.roomId.value}`);
watchPage(session);
render(<App session={session} />, root);
Object.assign(window, { session, scenes: Object.keys(SCENES) });
