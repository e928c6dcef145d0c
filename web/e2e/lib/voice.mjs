// A made-up voice for tests, as a WAV file: eight notes, each singer with his own wavering and a little off the beat.
import { writeFileSync } from 'node:fs';

const RATE = 48_000;
const TUNE = [220, 247, 262, 294, 330, 294, 262, 247];
const NOTE_SAMPLES = 19_200;

/** Writes `seconds` of it; another `seed` is another singer of the same tune. */
export function writeVoice(file, seed, seconds, loudness = 0.15) {
  let state = seed;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  random();
  let phase = random() * 6;
  let waver = 0;
  const early = Math.round(1_920 * random());
  const bytes = Buffer.alloc(44 + seconds * RATE * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(bytes.length - 44, 40);
  for (let n = 0; n < seconds * RATE; n++) {
    if (n % 480 === 0) waver = 0.9 * waver + 0.02 * (random() - 0.5);
    phase += (2 * Math.PI * TUNE[Math.floor((n + early) / NOTE_SAMPLES) % TUNE.length] * (1 + waver)) / RATE;
    const x = Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.3 * Math.sin(3 * phase) + 0.1 * (random() - 0.5);
    bytes.writeInt16LE(Math.round(32_767 * loudness * x), 44 + 2 * n);
  }
  writeFileSync(file, bytes);
}
