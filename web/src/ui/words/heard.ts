import type { RoomState } from '../../session/roomState';
import type { Texts } from '../../text';

/** How the light looks; it never speaks by colour alone. */
export type HeardLook = 'good' | 'care' | 'off';

export interface HeardWord {
  look: HeardLook;
  sentence: string;
}

/** What becomes of this singer's voice: the server's own measure, and what only this side knows. */
export function heardWord(texts: Texts, state: RoomState, muted: boolean, lineOpen: boolean): HeardWord {
  const t = texts.room.heard;
  if (!lineOpen) return { look: 'off', sentence: t.away };
  if (muted) return { look: 'off', sentence: t.muted };
  switch (state.heard.state) {
    case 'heard':
      return { look: 'good', sentence: t.heard(state.heard.downstream) };
    case 'quiet':
      return { look: 'care', sentence: t.quiet };
    case 'late':
      return { look: 'care', sentence: t.late };
    case 'nobody':
      return { look: 'good', sentence: t.nobody };
    case 'off':
      return { look: 'off', sentence: t.off };
  }
}
