// A song for tests: notes of uneven length, each begun with the same attack by everyone who sings it, so that who is off the beat can be told.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

const RATE = 48_000;
const SCALE_HZ = [220, 247, 262, 294, 330, 349, 392];
const ATTACK_SAMPLES = 480;
const WANDER_SAMPLES = 480;

/** Up and down by some 40 cents, as singers do, in radians at 5 Hz. */
const VIBRATO = 1.4;

/**
 * Nobody begins a note on the very sample on which the music does: who does so note after note is a copy of it, and taken for a loudspeaker. Each
 * but voice 1, the music, is up to 6 ms before or behind, on the mean in time.
 */
const HUMAN_SAMPLES = 288;

/**
 * `seconds` of it as a WAV, 48 kHz, mono. `song` says which tune it is, `voice` who sings it: another timbre at the same times.
 */
export function melodyWav(seconds, { song = 1, voice = 1, loudness = 0.25 } = {}) {
  const chance = chanceOf(song);
  const timbre = chanceOf(1_000 + voice);
  const hand = chanceOf(2_000 + voice);
  const parts = [1, 0.6 * timbre(), 0.5 * timbre(), 0.3 * timbre()];
  // Nobody sings the very tone of another: else each would be taken for a loudspeaker that plays the others.
  const phases = parts.map(() => 6.28 * timbre());
  const sharp = 1 + 0.01 * (timbre() - 0.5);
  const waverHz = 4.5 + 1.5 * timbre();
  const sum = parts.reduce((a, b) => a + b);
  let wander = 0;
  let turn = 0;
  const frames = seconds * RATE;
  const bytes = wavOf(frames);
  for (let beat = 0, from = 0; beat < frames; ) {
    beat += Math.round(RATE * (0.25 + 0.5 * chance()));
    const off = voice === 1 ? 0 : Math.round(HUMAN_SAMPLES * (2 * hand() - 1));
    const samples = beat + off - from;
    const hz = SCALE_HZ[Math.floor(chance() * SCALE_HZ.length)];
    for (let i = 0; i < samples && from + i < frames; i++) {
      if (i % WANDER_SAMPLES === 0) wander = 0.95 * wander + 0.006 * (timbre() - 0.5);
      turn += (2 * Math.PI * hz * sharp * (1 + wander)) / RATE;
      const shape = Math.min(1, i / ATTACK_SAMPLES) * Math.exp((-1.5 * i) / samples) * Math.min(1, (samples - i) / ATTACK_SAMPLES);
      const at = turn + VIBRATO * Math.sin((2 * Math.PI * waverHz * (from + i)) / RATE + phases[0]);
      const x = parts.reduce((all, part, n) => all + part * Math.sin((n + 1) * at + phases[n]), 0);
      bytes.writeInt16LE(Math.round((32_767 * loudness * shape * x) / sum), 44 + 2 * (from + i));
    }
    from += samples;
  }
  return bytes;
}

/** The same as an mp3, by ffmpeg; undefined where there is none. */
export function mp3Of(wav, file) {
  try {
    writeFileSync(`${file}.wav`, wav);
    execFileSync('ffmpeg', ['-loglevel', 'error', '-i', `${file}.wav`, file]);
    rmSync(`${file}.wav`);
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function wavOf(frames) {
  const bytes = Buffer.alloc(44 + frames * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + frames * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(frames * 2, 40);
  return bytes;
}

function chanceOf(seed) {
  let state = (seed * 48_271) % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
