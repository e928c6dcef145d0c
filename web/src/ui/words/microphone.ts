import type { MicrophoneProblem } from '../../session/microphone';
import type { Texts } from '../../text';

export type BrowserKind = keyof Texts['microphone']['denied'];

/** Which browser this is, as far as its ways to allow a microphone differ. */
export function browserKind(userAgent: string): BrowserKind {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  if (/Android/.test(userAgent)) return 'android';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Chrome\/|Chromium\//.test(userAgent)) return 'chrome';
  if (/Safari\//.test(userAgent)) return 'safari';
  return 'other';
}

/** What to do about it, in this browser. */
export function microphoneAdvice(texts: Texts, problem: MicrophoneProblem, userAgent: string): string {
  return problem === 'denied' ? texts.microphone.denied[browserKind(userAgent)] : texts.microphone[problem];
}

/** Browsers inside mail and messenger apps: many give no microphone and stop the sound. */
export function insideAnotherApp(userAgent: string): boolean {
  return /FBAN|FBAV|Instagram|Line\/|MicroMessenger|WhatsApp|Snapchat|GSA\/|Twitter|LinkedInApp|; wv\)/.test(
    userAgent,
  );
}
