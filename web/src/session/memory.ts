import type { Calibration } from '../net/control';

const PREFIX = 'brigade.';

/** What this browser remembers; everything works without (private windows refuse storage). */
function read(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // Remembered for this visit only.
  }
}

/** A random key by which a room knows this device again for an evening. Says nothing about the person. */
export function deviceKey(): string {
  const known = read('device');
  if (known && /^[A-Za-z0-9_-]{8,64}$/.test(known)) return known;
  const key = crypto.randomUUID().replaceAll('-', '');
  write('device', key);
  return key;
}

export const rememberedName = (): string => read('name') ?? '';
export const rememberedHousehold = (): string => read('household') ?? '';
export const rememberHousehold = (word: string): void => write('household', word);
export const rememberName = (name: string): void => write('name', name);

/** The last calibration of that microphone: a first guess, verified by one probe. */
export function rememberedCalibration(label: string): Calibration | undefined {
  try {
    const kept = JSON.parse(read(`calibration.${label}`) ?? 'null') as Calibration | null;
    const fits = kept && Number.isFinite(kept.latencySamples) && typeof kept.headphones === 'boolean';
    return fits ? kept : undefined;
  } catch {
    return undefined;
  }
}

export function rememberCalibration(label: string, calibration: Calibration): void {
  write(`calibration.${label}`, JSON.stringify(calibration));
}

export const rememberedLanguage = (): string | null => read('language');
export const rememberLanguage = (language: string): void => write('language', language);

/** What may go along to another address of the same choir. The device's key does not: whoever knew it could be this device. */
const CARRIED = /^(name|household|language|calibration\..{1,200})$/;

/** What this browser remembers and may take along, by its names. */
export function kept(): Record<string, string> {
  const all: Record<string, string> = {};
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i)?.replace(PREFIX, '') ?? '';
      const value = CARRIED.test(key) ? read(key) : null;
      if (value !== null && value.length <= 500) all[key] = value;
    }
  } catch {
    // Nothing is remembered here.
  }
  return all;
}

/** Remembers what {@link kept} gave at another address, where nothing of the kind is remembered here. */
export function keep(memory: Record<string, string>): void {
  for (const [key, value] of Object.entries(memory)) {
    if (CARRIED.test(key) && value.length <= 500 && read(key) === null) write(key, value);
  }
}
