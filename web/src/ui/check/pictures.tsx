/** Drawings of the sound check. Strokes take the text's colour, so they fit both themes. */

/** A head with headphones; decoration. */
export function HeadphonesOn() {
  return (
    <svg class="picture" viewBox="0 0 200 120" aria-hidden="true">
      <circle cx="100" cy="66" r="34" class="line" />
      <path d="M60 66a40 40 0 0 1 80 0" class="line thick" />
      <rect x="50" y="58" width="18" height="30" rx="8" class="fill" />
      <rect x="132" y="58" width="18" height="30" rx="8" class="fill" />
      <path d="M88 78q12 10 24 0" class="line" />
      <circle cx="88" cy="60" r="3" class="fill" />
      <circle cx="112" cy="60" r="3" class="fill" />
    </svg>
  );
}

/** One side of the headphones held to a microphone. */
export function HeadphoneAtMicrophone({ label }: { label: string }) {
  return (
    <svg class="picture" viewBox="0 0 240 130" role="img" aria-label={label}>
      <path d="M30 70a44 44 0 0 1 84 -16" class="line thick" />
      <rect x="20" y="66" width="18" height="32" rx="8" class="line" />
      <rect x="106" y="50" width="20" height="36" rx="9" class="fill" transform="rotate(-12 116 68)" />
      <path d="M134 56q8 10 0 22M144 50q12 16 0 34" class="line wave" />
      <rect x="160" y="46" width="26" height="44" rx="13" class="fill" />
      <path d="M153 74a20 20 0 0 0 40 0M173 94v18M158 112h30" class="line" />
    </svg>
  );
}
