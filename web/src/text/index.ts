import { computed, signal } from '@preact/signals';
import { rememberedLanguage, rememberLanguage } from '../session/memory';
import type { Texts } from './en';

export type { Texts } from './en';

/** Each language is a file of its own that only its readers load. */
const english = async (): Promise<Texts> => (await import('./en')).en;
const LOADERS: Record<string, () => Promise<Texts>> = {
  en: english,
  de: async () => (await import('./de')).de,
};

export const LANGUAGES: readonly { code: string; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'de', name: 'Deutsch' },
];

const loaded = signal<Texts | undefined>(undefined);
export const language = signal('en');

/** The texts of the language in use. Set before anything is drawn. */
export const text = computed<Texts>(() => {
  if (!loaded.value) throw new Error('no language is loaded');
  return loaded.value;
});

/** The language this visitor wants: what he chose here before, else the first of his browser's that we have. */
export function wantedLanguage(remembered: string | null, ofBrowser: readonly string[]): string {
  const wishes = remembered ? [remembered, ...ofBrowser] : ofBrowser;
  return wishes.map((w) => w.slice(0, 2).toLowerCase()).find((w) => w in LOADERS) ?? 'en';
}

export async function startLanguage(): Promise<void> {
  await load(wantedLanguage(rememberedLanguage(), navigator.languages));
}

/** The visitor chose. */
export async function chooseLanguage(code: string): Promise<void> {
  rememberLanguage(code);
  await load(code);
}

/** For tests and for {@link startLanguage}. */
export async function load(code: string): Promise<void> {
  loaded.value = await (LOADERS[code] ?? english)();
  language.value = code;
  document.documentElement.lang = code;
}
