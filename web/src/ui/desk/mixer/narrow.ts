import { signal } from '@preact/signals';

/** Whether the window is as narrow as a phone: a strip then takes two lines. */
export const narrow = signal(false);

if (typeof matchMedia === 'function') {
  const query = matchMedia('(max-width: 44rem)');
  narrow.value = query.matches;
  query.addEventListener('change', (event) => {
    narrow.value = event.matches;
  });
}
