import { effect, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { text } from '../../text';
import { useSession } from '../context';
import { type ConnectionWord, connectionWord } from '../words/connection';

const SAMPLES_PER_MS = 48;
const SAMPLES_PER_SECOND = 48_000;
const LOOK_EVERY_MS = 2_000;
const GAPS_REMEMBERED_MS = 30_000;

interface Figures {
  word: ConnectionWord;
  rttMs: number;
  bufferMs: number;
  gaps: number;
}

/** How the line is, in words; figures for who wants them. Looks every two seconds, so that it does not flicker. */
export function Connection() {
  const session = useSession();
  const t = text.value;
  const figures = useSignal<Figures | undefined>(undefined);
  useEffect(() => {
    const gaps: { atMs: number; count: number }[] = [];
    let lookedMs = Number.NEGATIVE_INFINITY;
    return effect(() => {
      const status = session.status.value;
      const nowMs = performance.now();
      if (!status || nowMs - lookedMs < LOOK_EVERY_MS) return;
      lookedMs = nowMs;
      gaps.push({ atMs: nowMs, count: status.underruns });
      while ((gaps[0]?.atMs ?? nowMs) < nowMs - GAPS_REMEMBERED_MS) gaps.shift();
      const rtt = session.rttMs.peek();
      figures.value = {
        word: connectionWord(rtt, status.underruns - (gaps[0]?.count ?? 0)),
        rttMs: Math.round(rtt ?? 0),
        bufferMs: Math.round(status.depthSamples / SAMPLES_PER_MS),
        gaps: status.underruns,
      };
    });
  }, [session, figures]);
  const now = figures.value;
  const seat = session.room.value?.seat;
  return (
    <section class="card connection">
      <p role="status" class={now?.word ?? 'unknown'}>
        {t.room.connection[now?.word ?? 'unknown']}
      </p>
      {now && (
        <details>
          <summary>{t.room.connection.more}</summary>
          <ul>
            <li>{t.details.roundTrip(now.rttMs)}</li>
            <li>{t.details.buffer(now.bufferMs)}</li>
            <li>{t.details.gaps(now.gaps)}</li>
            {seat && seat.bucket > 0 && (
              <li>{t.details.seat(seat.bucket, (seat.delaySamples / SAMPLES_PER_SECOND).toFixed(1))}</li>
            )}
          </ul>
        </details>
      )}
    </section>
  );
}
