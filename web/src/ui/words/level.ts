import type { Texts } from '../../text';

/** Below this nothing is sung; a quiet room lies there. Full scale is 1. */
const SILENT = 0.004;
const QUIET = 0.02;
const PEAK_LOUD = 0.97;
const BAR_FROM_DB = -60;

export type LevelWord = 'waiting' | 'quiet' | 'good' | 'loud';

/** How full the bar is, 0..1, for a loudness (RMS, full scale 1): even steps to the ear. */
export function barOf(level: number): number {
  if (level <= 0) return 0;
  return Math.max(0, Math.min(1, 1 - (20 * Math.log10(level)) / BAR_FROM_DB));
}

/** The best of a stretch of singing in one word: a singer breathes between notes. */
export function levelWord(loudest: number, peak: number): LevelWord {
  if (peak >= PEAK_LOUD) return 'loud';
  if (loudest < SILENT) return 'waiting';
  return loudest < QUIET ? 'quiet' : 'good';
}

export const levelSentence = (texts: Texts, word: LevelWord): string => texts.check.level[word];
