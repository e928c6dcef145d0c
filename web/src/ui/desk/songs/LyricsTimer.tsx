import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Timing } from '../../../net/desk';
import { deskText } from '../../../text/desk';
import { useSession } from '../../context';
import { clockText, nextLine, timedLines, withTiming } from './item';

const NUDGE_MS = 100;

/**
 * When each line is sung: the music plays (or a silent clock runs), and each line is tapped as it begins; single lines are put right
 * afterwards. Replays what is known.
 */
export function LyricsTimer({ lyrics, timings, track, change }: TimerProps) {
  const session = useSession();
  const t = deskText.value.timer;
  const running = useSignal<'no' | 'tapping' | 'replaying'>('no');
  const line = useSignal(0);
  const startedMs = useRef(0);
  const music = useRef<HTMLAudioElement | undefined>(undefined);
  const list = useRef<HTMLOListElement>(null);
  const lines = timedLines({ lyrics, timings });
  const timed = lines.filter(({ ms }) => ms !== undefined).length;
  const known = useRef(timings);
  known.current = timings;

  const now = () =>
    music.current ? music.current.currentTime * 1_000 : performance.now() - startedMs.current;
  const stop = () => {
    music.current?.pause();
    if (music.current) URL.revokeObjectURL(music.current.src);
    music.current = undefined;
    running.value = 'no';
  };
  const start = async (how: 'tapping' | 'replaying') => {
    stop();
    const sound = track ? await soundOf(session, track) : undefined;
    if (sound) {
      music.current = sound;
      await sound.play().catch(() => {});
      sound.onended = stop;
    }
    startedMs.current = performance.now();
    line.value = 0;
    running.value = how;
  };
  const tap = (atMs: number) => {
    const next = nextLine(lines, line.peek());
    if (next === undefined) return stop();
    line.value = next;
    change(withTiming(known.current, `line:${next}`, atMs));
    if (nextLine(lines, next) === undefined) running.value = 'replaying';
  };
  useEffect(() => stop, []);
  useEffect(() => {
    if (running.value !== 'replaying') return;
    const timer = setInterval(() => {
      const at = now();
      const sung = known.current.filter(({ id, ms }) => id.startsWith('line:') && ms <= at).at(-1);
      if (sung) line.value = Number(sung.id.slice('line:'.length));
    }, 50);
    return () => clearInterval(timer);
  }, [running.value]);
  useEffect(() => {
    if (running.value !== 'no')
      list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [line.value, running.value]);

  if (lyrics.trim() === '') return <p class="hint">{t.noWords}</p>;
  const next = nextLine(lines, line.value);
  const nextWords = lines.find(({ number }) => number === next)?.words ?? '';
  return (
    <fieldset class="stack timer">
      <legend>{t.title}</legend>
      <p class="hint">{t.how}</p>
      <div class="row-of-buttons">
        {running.value === 'no' ? (
          <>
            <button type="button" onClick={() => void start('tapping')}>
              {t.begin}
            </button>
            {timed > 0 && (
              <button type="button" onClick={() => void start('replaying')}>
                {t.replay}
              </button>
            )}
          </>
        ) : (
          <>
            {running.value === 'tapping' && (
              // Down, not up: a line begins when the finger comes down.
              <button
                type="button"
                class="primary tap"
                onPointerDown={() => tap(now())}
                onKeyDown={(event) => {
                  if (event.repeat || (event.key !== ' ' && event.key !== 'Enter')) return;
                  event.preventDefault();
                  tap(now());
                }}
              >
                {t.tap(nextWords)}
              </button>
            )}
            <button type="button" onClick={stop}>
              {t.stop}
            </button>
          </>
        )}
      </div>
      <p role="status" class="hint">
        {t.known(timed, lines.filter(({ words }) => words.trim() !== '').length)}
      </p>
      <ol class="timed-lines" ref={list}>
        {lines.map(
          ({ number, words, ms }) =>
            words.trim() !== '' && (
              <li
                key={number}
                aria-current={running.value !== 'no' && number === line.value ? 'true' : undefined}
              >
                <span class="line-time">{ms === undefined ? '–' : clockText(ms)}</span>
                <span>{words}</span>
                <span class="row-of-buttons">
                  {running.value !== 'no' && (
                    <button
                      type="button"
                      class="plain"
                      aria-label={t.here(number)}
                      onClick={() => {
                        line.value = number;
                        change(withTiming(timings, `line:${number}`, now()));
                      }}
                    >
                      {t.hereShort}
                    </button>
                  )}
                  {ms !== undefined && running.value === 'no' && (
                    <>
                      <button
                        type="button"
                        class="plain"
                        aria-label={t.earlier(number)}
                        onClick={() => change(withTiming(timings, `line:${number}`, ms - NUDGE_MS))}
                      >
                        −
                      </button>
                      <button
                        type="button"
                        class="plain"
                        aria-label={t.later(number)}
                        onClick={() => change(withTiming(timings, `line:${number}`, ms + NUDGE_MS))}
                      >
                        +
                      </button>
                      <button
                        type="button"
                        class="plain"
                        aria-label={t.forget(number)}
                        onClick={() => change(withTiming(timings, `line:${number}`, undefined))}
                      >
                        ✕
                      </button>
                    </>
                  )}
                </span>
              </li>
            ),
        )}
      </ol>
    </fieldset>
  );
}

/** The track of that name as something that plays. */
async function soundOf(
  session: ReturnType<typeof useSession>,
  track: string,
): Promise<HTMLAudioElement | undefined> {
  try {
    const file = (await session.files.list()).files.find(
      ({ kind, name }) => kind === 'track' && name === track,
    );
    if (!file) return undefined;
    const sound = new Audio(session.files.address(file.id));
    await new Promise((ready, fail) => {
      sound.oncanplay = ready;
      sound.onerror = fail;
    });
    return sound;
  } catch {
    // The clock runs without it.
    return undefined;
  }
}

interface TimerProps {
  lyrics: string;
  timings: readonly Timing[];
  track: string | undefined;
  change: (timings: Timing[]) => void;
}
