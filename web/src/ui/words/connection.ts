/** How the line is, in a word; the sentences are in the language files. */
export type ConnectionWord = 'unknown' | 'good' | 'fair' | 'shaky';

const FAIR_RTT_MS = 120;
const SHAKY_RTT_MS = 350;
const GAPS_SHAKY = 3;

/**
 * @param rttMs to the server and back; undefined before it is measured
 * @param recentGaps gaps in the sound within the last half minute
 */
export function connectionWord(rttMs: number | undefined, recentGaps: number): ConnectionWord {
  if (rttMs === undefined) return 'unknown';
  if (rttMs > SHAKY_RTT_MS || recentGaps >= GAPS_SHAKY) return 'shaky';
  return rttMs > FAIR_RTT_MS || recentGaps > 0 ? 'fair' : 'good';
}
