// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { isBelievable } from '../net/movedUrl';
import {
  deviceKey,
  rememberCalibration,
  rememberedCalibration,
  rememberedName,
  rememberName,
} from './memory';
import { arrive, movedAddress } from './moved';

const fragmentOf = (address: string) => new URLSearchParams(new URL(address).hash.slice(1));

beforeEach(() => localStorage.clear());

describe('a room that has moved', () => {
  it('is looked for over https, or on this machine', () => {
    for (const good of [
      'https://there.example',
      'https://there.example:8443/1/',
      'http://127.0.0.1:8080',
      'http://localhost',
      'http://[::1]:8080',
    ]) {
      expect(isBelievable(good), good).toBe(true);
    }
    for (const bad of [
      'http://there.example',
      'http://127.0.0.1.there.example',
      'javascript:alert(1)',
      'data:text/html,x',
      'https://me:word@there.example',
      'https://there.example/?room=x',
      'https://there.example/#x',
      '/1/',
      '',
    ]) {
      expect(isBelievable(bad), bad).toBe(false);
    }
  });

  it('has its address with everything of this person in the fragment', () => {
    const address = new URL(movedAddress('https://there.example/1', 'choir-7k2m-0', 'T.o-k', 'R.e-s'));
    expect(address.origin + address.pathname).toBe('https://there.example/1/');
    expect(address.search).toBe('?room=choir-7k2m-0');
    expect(fragmentOf(address.href).get('token')).toBe('T.o-k');
    expect(address.href.slice(0, address.href.indexOf('#'))).not.toMatch(/T\.o-k|R\.e-s/);
  });

  it('is entered with name, sound check and place, but as another device', () => {
    rememberName('Maria Ä. Ωmega');
    rememberCalibration('Headset', { latencySamples: 3_072, confidence: 1, headphones: true });
    const device = deviceKey();
    const fragment = fragmentOf(movedAddress('https://there.example', 'choir', 'T', 'R'));
    localStorage.clear();
    expect(arrive(fragment)).toEqual({ resume: 'R' });
    expect(fragment.toString()).toBe('token=T');
    expect(rememberedName()).toBe('Maria Ä. Ωmega');
    expect(rememberedCalibration('Headset')?.latencySamples).toBe(3_072);
    expect(deviceKey()).not.toBe(device);
  });

  it('changes nothing that this browser remembers', () => {
    rememberName('Somebody');
    const fragment = fragmentOf(movedAddress('https://there.example', 'choir'));
    localStorage.clear();
    rememberName('Maria');
    expect(arrive(fragment)).toEqual({ resume: undefined });
    expect(rememberedName()).toBe('Maria');
  });

  it('is told from a plain link, and from nonsense', () => {
    expect(arrive(new URLSearchParams('token=T'))).toBeUndefined();
    for (const nonsense of ['%', 'bm9uc2Vuc2U', 'bnVsbA=', `${'A'.repeat(9_000)}`]) {
      const fragment = new URLSearchParams({ moved: nonsense });
      expect(arrive(fragment)?.resume).toBeUndefined();
      expect(fragment.has('moved')).toBe(false);
    }
    const evil = btoa(
      JSON.stringify({ resume: 7, kept: { device: 'chosen-by-somebody-else', name: 4, other: 'x' } }),
    );
    expect(arrive(new URLSearchParams({ moved: evil }))).toEqual({ resume: undefined });
    expect(deviceKey()).not.toBe('chosen-by-somebody-else');
    expect(rememberedName()).toBe('');
    expect(localStorage.getItem('brigade.other')).toBeNull();
  });
});
