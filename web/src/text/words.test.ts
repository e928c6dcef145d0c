import { describe, expect, it } from 'vitest';
import { wantedLanguage } from '.';
import { de } from './de';
import { deskDe } from './desk/de';
import { deskEn } from './desk/en';
import { en } from './en';

/** Words of the trade: nobody who just wants to sing has to know them. */
const BANNED = [
  /\bbuckets?\b/i,
  /latenc/i,
  /latenz/i,
  /spacing/i,
  /calibrat/i,
  /kalibrier/i,
  /\bcodec/i,
  /\bdB\b/,
  /dezibel/i,
  /\btoken/i,
  /\beimer/i,
  /\bshard/i,
];

/** Said to somebody's face in a song, they hurt: the light on his voice says what to do instead. */
const UNKIND = [/\bbad\b/i, /\bslow\b/i, /\blate\b/i, /schlecht/i, /zu spät/i, /langsam/i];

/** Every sentence with the path that leads to it; functions are called with plausible figures. */
function sentences(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    return [0, 1, 7].map((n) => [path, String((value as (...a: unknown[]) => string)(n, 4))]);
  }
  return Object.entries(value as object).flatMap(([key, inner]) => sentences(inner, `${path}.${key}`));
}

describe.each([
  ['en', en],
  ['de', de],
])('the words of %s', (code, texts) => {
  const all = sentences(texts, code);
  const plain = all.filter(([path]) => !path.startsWith(`${code}.details.`));

  it('are many, and none is empty', () => {
    expect(all.length).toBeGreaterThan(200);
    expect(all.filter(([, said]) => said.trim() === '')).toEqual([]);
  });

  it('are plain outside the details', () => {
    expect(plain.filter(([, said]) => BANNED.some((word) => word.test(said)))).toEqual([]);
  });

  it('hurt nobody while he sings', () => {
    const inSong = plain.filter(
      ([path]) => path.startsWith(`${code}.room.`) || path.startsWith(`${code}.banner.`),
    );
    expect(inSong.length).toBeGreaterThan(80);
    expect(inSong.filter(([, said]) => UNKIND.some((word) => word.test(said)))).toEqual([]);
  });
});

describe.each([
  ['en', deskEn],
  ['de', deskDe],
])('the words of the desk, %s', (code, texts) => {
  const all = sentences(texts, code);

  it('are plain but for the figures, and none is empty', () => {
    const plain = all.filter(([path]) => !path.startsWith(`${code}.figures.`));
    expect(plain.length).toBeGreaterThan(150);
    expect(all.filter(([, said]) => said.trim() === '')).toEqual([]);
    expect(plain.filter(([, said]) => BANNED.some((word) => word.test(said)))).toEqual([]);
  });

  it('hurt nobody to whom they are said, and call nobody names', () => {
    const toHim = all.filter(([path]) => /\.(ask|usual|because|reasons|remedies)\./.test(path));
    expect(toHim.length).toBeGreaterThan(20);
    expect(toHim.filter(([, said]) => UNKIND.some((word) => word.test(said)))).toEqual([]);
  });
});

describe('the language', () => {
  it('is the one chosen here, else the first of the browser that we have, else English', () => {
    expect(wantedLanguage('de', ['en-GB'])).toBe('de');
    expect(wantedLanguage(null, ['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(wantedLanguage('xx', ['fr'])).toBe('en');
  });
});
