import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { text } from '../../text';
import { useSession } from '../context';
import { Heading } from '../parts/Heading';
import { ServerHealth } from '../parts/ServerHealth';
import { insideAnotherApp } from '../words/microphone';

const NAME_MAX = 32;

/** The first screen: who one is, which room, and one press into it. */
export function Landing() {
  const session = useSession();
  const t = text.value.landing;
  const nameField = useRef<HTMLInputElement>(null);
  const nameMissing = useSignal(false);
  const starting = useSignal(false);
  const failed = useSignal(false);
  const invited = new URLSearchParams(location.search).get('room') === session.roomId.value;

  const enter = async (mode: 'sing' | 'listen') => {
    if (mode === 'sing' && session.name.value.trim() === '') {
      nameMissing.value = true;
      nameField.current?.focus();
      return;
    }
    session.name.value = session.name.value.trim() || t.guest;
    starting.value = true;
    failed.value = false;
    try {
      await session.enter(mode);
    } catch {
      failed.value = true;
    } finally {
      starting.value = false;
    }
  };

  return (
    <>
      <Heading>{t.title}</Heading>
      <p class="lead">{t.intro}</p>
      {session.arrived.value && (
        <p class="arrived" role="status">
          {t.arrived}
        </p>
      )}
      {insideAnotherApp(navigator.userAgent) && <InsideAnotherApp />}
      {!window.isSecureContext && <Insecure />}
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          void enter('sing');
        }}
      >
        <div class="field">
          <label for="name">{t.name}</label>
          <input
            id="name"
            ref={nameField}
            value={session.name.value}
            maxLength={NAME_MAX}
            autocomplete="name"
            aria-describedby="name-hint"
            aria-invalid={nameMissing.value}
            onInput={(event) => {
              session.name.value = event.currentTarget.value;
              nameMissing.value = false;
            }}
          />
          <p id="name-hint" class={nameMissing.value ? 'problem' : 'hint'}>
            {nameMissing.value ? t.nameMissing : t.nameHint}
          </p>
        </div>
        {invited ? <p class="invited">{t.invited(session.roomId.value)}</p> : <RoomField />}
        <div class="choice">
          <button type="submit" class="primary" disabled={starting.value} aria-describedby="sing-hint">
            {t.sing}
          </button>
          <p id="sing-hint" class="hint">
            {t.singHint}
          </p>
        </div>
        <div class="choice">
          <button
            type="button"
            disabled={starting.value}
            aria-describedby="listen-hint"
            onClick={() => void enter('listen')}
          >
            {t.listen}
          </button>
          <p id="listen-hint" class="hint">
            {t.listenHint}
          </p>
        </div>
        <p role="status" class={failed.value ? 'problem' : ''}>
          {starting.value && t.starting}
          {failed.value && t.noSound}
        </p>
      </form>
      <details>
        <summary>{t.trouble}</summary>
        <ServerHealth />
      </details>
    </>
  );
}

function RoomField() {
  const session = useSession();
  const t = text.value.landing;
  return (
    <div class="field">
      <label for="room">{t.room}</label>
      <input
        id="room"
        value={session.roomId.value}
        maxLength={100}
        autocapitalize="none"
        autocomplete="off"
        spellcheck={false}
        aria-describedby="room-hint"
        onInput={(event) => {
          session.roomId.value = event.currentTarget.value.trim();
        }}
      />
      <p id="room-hint" class="hint">
        {t.roomHint}
      </p>
    </div>
  );
}

/** http on another machine: no microphone, no audio worklet. A plain player still works. */
function Insecure() {
  const session = useSession();
  const t = text.value.landing;
  return (
    <div class="banner">
      <p>{t.insecure}</p>
      <a class="button" href={`listen/${encodeURIComponent(session.roomId.value)}.ogg`}>
        {t.insecureListen}
      </a>
    </div>
  );
}

function InsideAnotherApp() {
  const t = text.value.landing;
  const copied = useSignal(false);
  return (
    <div class="banner">
      <p>{t.inApp}</p>
      <button
        type="button"
        onClick={async () => {
          await navigator.clipboard?.writeText(location.href);
          copied.value = true;
        }}
      >
        {t.copy}
      </button>
      <p role="status">{copied.value && t.copied}</p>
    </div>
  );
}
