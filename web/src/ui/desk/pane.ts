import { signal } from '@preact/signals';

export const PANES = ['songs', 'mixer', 'people'] as const;

/** On a narrow screen one part at a time. Kept while one looks at the room. */
export const pane = signal<(typeof PANES)[number]>('songs');
