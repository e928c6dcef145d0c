import { useSignal } from '@preact/signals';
import { text } from '../../text';
import { useSession } from '../context';
import { Heading } from '../parts/Heading';

/** The room asked for a password. */
export function Password() {
  const session = useSession();
  const t = text.value.password;
  const shown = useSignal(false);
  return (
    <>
      <Heading>{t.title}</Heading>
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          session.joinRoom();
        }}
      >
        <p id="password-hint" role="status">
          {session.lineReason.value === 'slow-down' ? text.value.gone['slow-down'] : t.wrong}
        </p>
        <div class="field">
          <label for="password">{t.label}</label>
          <input
            id="password"
            // Cast: the type of a field that may be either is in no list of kinds of fields.
            type={(shown.value ? 'text' : 'password') as 'password'}
            maxLength={200}
            autocomplete="current-password"
            autocapitalize="none"
            spellcheck={false}
            aria-describedby="password-hint"
            value={session.password.value}
            onInput={(event) => {
              session.password.value = event.currentTarget.value;
            }}
          />
        </div>
        <label class="tick">
          <input
            type="checkbox"
            checked={shown.value}
            onChange={(event) => {
              shown.value = event.currentTarget.checked;
            }}
          />
          {t.show}
        </label>
        <button type="submit" class="primary">
          {t.enter}
        </button>
        <button type="button" onClick={() => void session.leave()}>
          {text.value.check.back}
        </button>
      </form>
    </>
  );
}
