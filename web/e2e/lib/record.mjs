// What really comes out of a browser: the monitor of its PulseAudio sink.
import { spawn } from 'node:child_process';

export const RATE_HZ = 48_000;

/** Records the sink `name` until `stop`, which gives the samples; `samples()` is how many there are so far. */
export function recordSink(air, name) {
  const process_ = spawn(
    'parec',
    [`--device=${name}.monitor`, '--format=float32le', `--rate=${RATE_HZ}`, '--channels=1', '--raw', '--latency-msec=20'],
    { env: air.env(name), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const parts = [];
  let bytes = 0;
  process_.stdout.on('data', (part) => {
    parts.push(part);
    bytes += part.length;
  });
  return {
    samples: () => Math.floor(bytes / 4),
    stop() {
      process_.kill('SIGTERM');
      const all = Buffer.concat(parts);
      return new Float32Array(all.buffer.slice(all.byteOffset, all.byteOffset + (all.length & ~3)));
    },
  };
}
