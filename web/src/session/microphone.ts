/** Why there is no microphone; each has a sentence in the language files. */
export type MicrophoneProblem = 'denied' | 'missing' | 'in-use' | 'unplugged' | 'insecure' | 'unknown';

export class MicrophoneError extends Error {
  constructor(readonly problem: MicrophoneProblem) {
    super(problem);
  }
}

/**
 * Opens the microphone without any of the browser's processing. Without headphones echo cancellation is on: the choir
 * must not come back as this singer's voice.
 */
export async function openMicrophone(headphones: boolean): Promise<MediaStream> {
  if (!window.isSecureContext || !navigator.mediaDevices) throw new MicrophoneError('insecure');
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        echoCancellation: !headphones,
        noiseSuppression: false,
        autoGainControl: false,
        channelCount: 1,
        sampleRate: 48_000,
      },
    });
  } catch (e) {
    throw new MicrophoneError(problemOf(e));
  }
}

function problemOf(e: unknown): MicrophoneProblem {
  switch (e instanceof DOMException ? e.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'in-use';
    default:
      return 'unknown';
  }
}

/** Whether the device's name says that it is wireless: such sound comes late and changes its mind. */
export function looksWireless(label: string): boolean {
  return /bluetooth|airpods|buds|wireless|hands-?free|headset.*(bt|hfp)|\bbt\b/i.test(label);
}
