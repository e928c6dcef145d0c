import { signal } from '@preact/signals';

/** Who is being dragged to another row; undefined: nobody. */
export const dragged = signal<string | undefined>(undefined);
