import { effect, signal } from '@preact/signals';
import type { SessionView } from './context';

/** Whether the browser believes that it has a network. */
export const online = signal(navigator.onLine);

/** Ties the session to what happens to the page: sleep, network, keys, the screen that would go dark. Once per page. */
export function watchPage(session: SessionView): () => void {
  const stop = new AbortController();
  const { signal: until } = stop;
  window.addEventListener(
    'online',
    () => {
      online.value = true;
      void session.wake();
    },
    { signal: until },
  );
  window.addEventListener(
    'offline',
    () => {
      online.value = false;
    },
    { signal: until },
  );
  document.addEventListener(
    'visibilitychange',
    () => {
      if (!document.hidden) void session.wake();
    },
    { signal: until },
  );
  // A page that the browser froze in the background thaws.
  document.addEventListener('resume', () => void session.wake(), { signal: until });
  // A press is what some browsers wait for before sound goes on: any will do.
  document.addEventListener('pointerdown', () => wakeSound(session), { signal: until });
  document.addEventListener('keydown', () => wakeSound(session), { signal: until });
  document.addEventListener('keydown', (event) => keyDown(session, event), { signal: until });
  document.addEventListener('keyup', (event) => keyUp(session, event), { signal: until });
  // A key let go in another window is never told to this one.
  window.addEventListener('blur', () => stopTalking(session), { signal: until });
  window.addEventListener('pagehide', () => void session.leave(), { signal: until });
  const awake = keepScreenOn(session, until);
  return () => {
    awake();
    stop.abort();
  };
}

function wakeSound(session: SessionView): void {
  if (session.screen.value === 'room' && !session.soundRunning.value) void session.wake();
}

function keyDown(session: SessionView, event: KeyboardEvent): void {
  if (session.screen.value !== 'room' || event.ctrlKey || event.altKey || event.metaKey || event.repeat)
    return;
  if (event.key === 'Escape') {
    session.silence(!session.silenced.value);
    event.preventDefault();
    return;
  }
  if (session.mode.value !== 'sing' || usesKeys(event.target)) return;
  if (event.key.toLowerCase() === 'm') session.mute(!session.muted.value);
  if (event.key === ' ' && !isPressedBySpace(event.target) && session.room.value?.room.talk === 'push') {
    session.talk(true);
    // Space would scroll the page.
    event.preventDefault();
  }
}

function keyUp(session: SessionView, event: KeyboardEvent): void {
  if (event.key === ' ') stopTalking(session);
}

function stopTalking(session: SessionView): void {
  if (session.talking.value) session.talk(false);
}

/** Whether letters mean something where the focus is. */
function usesKeys(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=range]), textarea, select');
}

function isPressedBySpace(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('button, summary, a, input');
}

/** In the room the screen stays on; browsers let go of that whenever the page is hidden. */
function keepScreenOn(session: SessionView, until: AbortSignal): () => void {
  let lock: WakeLockSentinel | undefined;
  const wanted = () => session.screen.value === 'room' && !document.hidden;
  const look = async () => {
    if (!('wakeLock' in navigator)) return;
    try {
      if (wanted() && (!lock || lock.released)) lock = await navigator.wakeLock.request('screen');
      else if (!wanted() && lock) await lock.release();
    } catch {
      // A low battery refuses: the screen then goes dark as always.
    }
  };
  document.addEventListener('visibilitychange', () => void look(), { signal: until });
  return effect(() => {
    void session.screen.value;
    void look();
  });
}
