import { chooseLanguage, LANGUAGES, language, text } from '../../text';

/** One button per language, in its own words. */
export function LanguageSwitch() {
  const current = language.value;
  return (
    <nav class="languages" aria-label={text.value.app.language}>
      {LANGUAGES.map(({ code, name }) => (
        <button
          type="button"
          key={code}
          lang={code}
          class="plain"
          aria-pressed={code === current}
          onClick={() => void chooseLanguage(code)}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
