import { computed, effect, signal } from '@preact/signals';
import { language } from '..';
import type { DeskTexts } from './en';

export type { DeskTexts } from './en';

/** The desk's own texts: singers never load them. */
const LOADERS: Record<string, () => Promise<DeskTexts>> = {
  en: async () => (await import('./en')).deskEn,
  de: async () => (await import('./de')).deskDe,
};

const loaded = signal<DeskTexts | undefined>(undefined);
let following = false;

/** The texts of the desk in the language in use. {@link startDeskText} comes first. */
export const deskText = computed<DeskTexts>(() => {
  if (!loaded.value) throw new Error('no desk texts are loaded');
  return loaded.value;
});

/** Loads them, and again whenever another language is chosen. */
export async function startDeskText(): Promise<void> {
  await loadDeskText(language.peek());
  if (following) return;
  following = true;
  effect(() => void loadDeskText(language.value));
}

/** For tests and for {@link startDeskText}. */
export async function loadDeskText(code: string): Promise<void> {
  loaded.value = await (LOADERS[code] ?? (LOADERS['en'] as () => Promise<DeskTexts>))();
}
