// What a singer uploaded, put back together, and compared with what he should have sung.
import { readFileSync } from 'node:fs';
import { createDecoder } from 'libopus-wasm';

export const RATE_HZ = 48_000;
const FRAME = 960;
const CODEC_DELAY = 312;

/** A stretch of sound with the clock of its first sample; silence outside. */
export class Track {
  constructor(clock, pcm) {
    this.clock = clock;
    this.pcm = pcm;
  }

  /** `samples` from `clock` on. */
  at(clock, samples) {
    const out = new Float32Array(samples);
    const from = clock - this.clock;
    const begin = Math.max(0, -from);
    const end = Math.min(samples, this.pcm.length - from);
    if (end > begin) out.set(this.pcm.subarray(from + begin, from + end), begin);
    return out;
  }
}

/** Decodes a stream of binary messages (0: a voice) and lays it at its clocks, from `clock` on for `samples`. */
export async function uploaded(messages, clock, samples, stream = 0) {
  const decoder = await createDecoder({ channels: 1, sampleRate: RATE_HZ, maxFrameSize: FRAME });
  const track = new Track(clock, new Float32Array(samples));
  for (const data of messages) {
    let at = 4;
    for (let section = 0; section < data[1]; section++) {
      const wanted = data[at] === stream;
      const packets = data[at + 2];
      const first = Number(data.readBigInt64BE(at + 4)) - CODEC_DELAY;
      at += 12;
      for (let packet = 0; packet < packets; packet++) {
        const length = data.readUInt16BE(at);
        if (wanted) put(track, first + packet * FRAME, decoder.decodeFloat(data.subarray(at + 2, at + 2 + length)));
        at += 2 + length;
      }
    }
  }
  decoder.free();
  return track;
}

function put(track, clock, pcm) {
  const place = clock - track.clock;
  for (let i = 0; i < FRAME; i++) {
    if (place + i >= 0 && place + i < track.pcm.length) track.pcm[place + i] = pcm[i];
  }
}

/** A mono WAV file of 48 kHz, 16 bit or float. */
export function readWav(file, clock) {
  const bytes = readFileSync(file);
  let at = 12;
  let format = 0;
  let bits = 0;
  while (at + 8 <= bytes.length) {
    const id = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    if (id === 'fmt ') {
      format = bytes.readUInt16LE(at + 8);
      bits = bytes.readUInt16LE(at + 22);
    } else if (id === 'data') {
      const count = Math.floor(Math.min(length, bytes.length - at - 8) / (bits / 8));
      const isFloat = format === 3 || bits === 32;
      const read = (i) => (isFloat ? bytes.readFloatLE(at + 8 + 4 * i) : bytes.readInt16LE(at + 8 + 2 * i) / 32_768);
      return new Track(clock, Float32Array.from({ length: count }, (_, i) => read(i)));
    }
    at += 8 + length + (length % 2);
  }
  throw new Error(`${file} holds no sound`);
}

/** By how many samples `track` has later what `reference` has in `[clock, clock + samples)`, and how like it is. */
export function offset(reference, track, clock, samples, least, most) {
  const wanted = brightened(reference.at(clock, samples));
  const there = brightened(track.at(clock + least, samples + most - least));
  const wantedEnergy = energy(wanted, 0, samples);
  let running = energy(there, 0, samples);
  let best = { samples: Number.NaN, likeness: 0 };
  for (let shift = 0; shift <= most - least; shift++) {
    let sum = 0;
    for (let i = 0; i < samples; i++) sum += wanted[i] * there[shift + i];
    const likeness = sum / Math.sqrt(wantedEnergy * running + 1e-12);
    if (likeness > best.likeness) best = { samples: shift + least, likeness };
    running += (there[shift + samples] ?? 0) ** 2 - there[shift] ** 2;
  }
  return best;
}

/** The difference of neighbours: voices lose 20 dB by it, chirps little. */
function brightened(pcm) {
  const out = new Float32Array(pcm.length);
  for (let i = 1; i < pcm.length; i++) out[i] = pcm[i] - 0.97 * pcm[i - 1];
  return out;
}

function energy(pcm, from, to) {
  let sum = 0;
  for (let i = from; i < to; i++) sum += pcm[i] * pcm[i];
  return sum;
}

/** Correlation of two stretches, -1..1. */
export function correlation(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum / Math.sqrt(energy(a, 0, a.length) * energy(b, 0, b.length) + 1e-12);
}

/** Stretches of 20 ms in which `reference` sounds and `track` does not, over `seconds` from `clock` on. */
export function dropouts(reference, track, clock, seconds, shift) {
  const found = [];
  const gain = rms(track.at(clock + shift, seconds * RATE_HZ)) / rms(reference.at(clock, seconds * RATE_HZ));
  for (let at = 0; at < seconds * RATE_HZ; at += FRAME) {
    const wanted = rms(reference.at(clock + at, FRAME)) * gain;
    if (wanted < 0.01) continue;
    if (rms(track.at(clock + at + shift, FRAME)) < 0.1 * wanted) found.push(at / RATE_HZ);
  }
  return found;
}

function rms(pcm) {
  return Math.sqrt(energy(pcm, 0, pcm.length) / pcm.length);
}
