// A private PulseAudio as the air between loudspeakers and microphones: each singer has a sink, and his microphone is
// that sink's monitor, so he "sings" exactly what he hears.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const DAEMON = `default-sample-rate = 48000
alternate-sample-rate = 48000
default-sample-format = float32le
default-sample-channels = 1
flat-volumes = no
`;

/**
 * Starts it with one sink per name; `env(name)` is what a browser needs, `close()` ends it. No microphone is ever quite silent: with `hiss` these
 * are not either (-84 dBFS). With `apart` nobody's microphone hears his loudspeaker: it is the monitor of a sink `voice-NAME`, into which
 * `voice(name, file)` plays.
 */
export async function openAir(names, { hiss = false, apart = false } = {}) {
  const dir = mkdtempSync(path.join(tmpdir(), 'brigade-air-'));
  mkdirSync(path.join(dir, 'pulse'), { recursive: true });
  const socket = path.join(dir, 'native');
  const script = path.join(dir, 'air.pa');
  writeFileSync(path.join(dir, 'pulse', 'daemon.conf'), DAEMON);
  writeFileSync(
    script,
    [
      `load-module module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
      // Browsers leave monitors out of their list of microphones; a remapped one looks like any other.
      ...names.flatMap((n) => [
        `load-module module-null-sink sink_name=${n} format=float32le rate=48000 channels=1 channel_map=mono sink_properties=device.description=${n}`,
        ...(apart ? [`load-module module-null-sink sink_name=voice-${n} format=float32le rate=48000 channels=1 channel_map=mono`] : []),
        `load-module module-remap-source master=${apart ? 'voice-' : ''}${n}.monitor source_name=mic-${n} channels=1 channel_map=mono remix=no source_properties=device.description=mic-${n}`,
      ]),
      `set-default-sink ${names[0]}`,
      `set-default-source mic-${names[0]}`,
      '',
    ].join('\n'),
  );
  const env = {
    PATH: process.env.PATH,
    HOME: dir,
    XDG_RUNTIME_DIR: dir,
    XDG_CONFIG_HOME: dir,
    PULSE_CONFIG: path.join(dir, 'pulse', 'daemon.conf'),
  };
  const daemon = spawn(
    'pulseaudio',
    ['-n', '-F', script, '--daemonize=no', '--exit-idle-time=-1', '--realtime=no', '--high-priority=yes', '--use-pid-file=no', '--log-target=stderr', '--log-level=error'],
    { env, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  for (let i = 0; i < 100 && !existsSync(socket); i++) await new Promise((r) => setTimeout(r, 50));
  if (!existsSync(socket)) throw new Error('pulseaudio did not start; is it installed? (apt-get install pulseaudio)');
  const control = (...words) =>
    execFileSync('pactl', words, { env: { ...env, PULSE_SERVER: `unix:${socket}` }, encoding: 'utf8' }).trim();
  const playing = new Map();
  const hissing = hiss ? names.map((name) => hissInto(apart ? `voice-${name}` : name, { ...env, PULSE_SERVER: `unix:${socket}` })) : [];
  return {
    /** Pulls the microphone of `name` out. */
    unplug(name) {
      const line = control('list', 'short', 'modules').split('\n').find((l) => l.includes(`source_name=mic-${name} `));
      if (line) control('unload-module', line.split('\t')[0]);
    },
    /** Plugs it in again; `label` is what the browser calls it, without a space. */
    plug(name, label = `mic-${name}`) {
      control('load-module', 'module-remap-source', `master=${name}.monitor`, `source_name=mic-${name}`, 'channels=1', 'channel_map=mono', 'remix=no', `source_properties=device.description=${label}`);
      control('set-default-source', `mic-${name}`);
    },
    /** Turns the microphone of `name` down: 1 is as it was. */
    loudness(name, factor) {
      control('set-source-volume', `mic-${name}`, factor.toFixed(4));
    },
    /** Somebody sings a WAV file into his microphone, once, and nothing else from now on. */
    voice(name, file) {
      playing.get(name)?.kill('SIGTERM');
      playing.set(name, spawn('paplay', [`--device=voice-${name}`, file], { env: { ...env, PULSE_SERVER: `unix:${socket}` }, stdio: ['ignore', 'ignore', 'inherit'] }));
    },
    env: (name) => ({
      ...process.env,
      PULSE_SERVER: `unix:${socket}`,
      PULSE_SINK: name,
      PULSE_SOURCE: `mic-${name}`,
    }),
    close() {
      for (const one of [...hissing, ...playing.values()]) one.kill('SIGTERM');
      daemon.kill('SIGTERM');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const HISS_SECONDS = 10;

/** Soft noise into a sink, over and over. */
function hissInto(name, env) {
  const noise = Buffer.alloc(HISS_SECONDS * 48_000 * 2);
  for (let i = 0; i < noise.length; i += 2) noise.writeInt16LE((Math.random() < 0.5 ? -1 : 1) * (1 + Math.floor(3 * Math.random())), i);
  const player = spawn(
    'pacat',
    ['--playback', `--device=${name}`, '--raw', '--format=s16le', '--rate=48000', '--channels=1', '--latency-msec=200', '--client-name=hiss'],
    { env, stdio: ['pipe', 'ignore', 'inherit'] },
  );
  const more = (error) => error || !player.stdin.writable || player.stdin.write(noise, more);
  player.stdin.on('error', () => {});
  more();
  return player;
}
