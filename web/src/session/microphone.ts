/** Why there is no microphone; each has a sentence in the language files. */
export type MicrophoneProblem =
  | 'denied'
  | 'missing'
  | 'in-use'
  | 'unplugged'
  /** Open, but the device itself lets nothing through: a telephone call, a switch on the headset. */
  | 'hushed'
  | 'insecure'
  | 'unknown';

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

/** Whether a device's name says that it is wireless: such sound comes late and changes its mind. */
export function looksWireless(label: string): boolean {
  return /bluetooth|airpods|buds|wireless|hands-?free|headset.*(bt|hfp)|\bbt\b/i.test(label);
}

/** Whether the sound of `stream` comes or goes by a wireless device. */
export async function usesWireless(stream: MediaStream): Promise<boolean> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const track = stream.getAudioTracks()[0];
  const input = devices.find((d) => d.kind === 'audioinput' && d.deviceId === track?.getSettings().deviceId);
  const output = devices.find((d) => d.kind === 'audiooutput');
  return [input, output].some((used) => used && namesOf(used, devices).some(looksWireless));
}

/**
 * What a device may be called. "Default" is a name for one of the others: some browsers tell which by the group; where they
 * do not it may be any.
 */
function namesOf(used: MediaDeviceInfo, devices: readonly MediaDeviceInfo[]): string[] {
  const others = devices.filter((d) => d.kind === used.kind && d !== used);
  const twins = others.filter((d) => d.groupId === used.groupId);
  const unnamed = used.deviceId === 'default' && !/ - /.test(used.label);
  return [used, ...(twins.length > 0 || !unnamed ? twins : others)].map((d) => d.label);
}

/** Whether the visitor allowed the microphone, so that opening it again asks nothing. Unknown counts as no. */
export async function isAllowed(): Promise<boolean> {
  return (await permission())?.state === 'granted';
}

/** Whether the visitor forbade it. */
export async function isForbidden(): Promise<boolean> {
  return (await permission())?.state === 'denied';
}

/** Calls `then` whenever the visitor allows the microphone. Browsers that cannot tell do nothing. */
export async function whenAllowed(then: () => void): Promise<void> {
  const status = await permission();
  status?.addEventListener('change', () => status.state === 'granted' && then());
}

async function permission(): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions.query({ name: 'microphone' });
  } catch {
    return undefined;
  }
}

/** What sound comes out of by default, as far as the browser tells; changes when headphones are plugged in or out. */
export async function outputName(): Promise<string> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const outputs = devices.filter((d) => d.kind === 'audiooutput');
  const chosen = outputs.find((d) => d.deviceId === 'default') ?? outputs[0];
  return chosen ? `${chosen.label} ${chosen.groupId}` : '';
}
