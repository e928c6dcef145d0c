import { effect, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { text } from '../../text';
import { useSession } from '../context';
import { Heading } from '../parts/Heading';
import { Meter } from '../parts/Meter';
import { type LevelWord, levelWord } from '../words/level';
import { PracticePanel } from './PracticePanel';
import { ProbeDetails } from './ProbeDetails';

/** The loudest moment counts for so long: singers breathe. */
const REMEMBER_MS = 2_000;

/** Fourth step: a line is sung, and the meter says whether it arrives. */
export function LevelStep() {
  const session = useSession();
  const t = text.value.check.level;
  const word = useSignal<LevelWord>('waiting');
  useEffect(() => {
    let loudest = 0;
    let peak = 0;
    let sinceMs = performance.now();
    return effect(() => {
      const status = session.status.value;
      if (!status) return;
      loudest = Math.max(loudest, status.level);
      peak = Math.max(peak, status.peak);
      const heard = levelWord(loudest, peak);
      // Good news at once, other news when a stretch is over.
      if (heard === 'good') word.value = heard;
      if (performance.now() - sinceMs < REMEMBER_MS) return;
      word.value = heard;
      sinceMs = performance.now();
      loudest = 0;
      peak = 0;
    });
  }, [session, word]);
  const practice = session.practice.state.value;
  const practises = practice.kind !== 'idle' && practice.kind !== 'failed' && practice.kind !== 'done';
  const inRoom = !practises && session.line.value === 'open' && session.room.value !== undefined;
  const measured = session.measured.value;
  const confident = (session.calibration.value?.confidence ?? 0) > 0;
  const offersFix = practice.kind === 'done' && practice.verdict === 'off';
  const goIn = () => {
    if (!inRoom) {
      session.joinRoom();
      return;
    }
    session.send({ type: 'ready', state: 'ready' });
    session.screen.value = 'room';
  };
  return (
    <>
      <Heading>{t.title}</Heading>
      {!session.headphones.value && <p class="note">{t.noHeadphones}</p>}
      {session.headphones.value && <p class="note">{confident ? t.putBack : t.without}</p>}
      <p>{t.why}</p>
      <Meter label={t.meter} />
      <p role="status" class={`level-word ${word.value}`}>
        {t[word.value]}
      </p>
      <button
        type="button"
        class={offersFix ? '' : 'primary'}
        aria-disabled={practises}
        onClick={() => practises || goIn()}
      >
        {inRoom ? t.goBack : t.goIn}
      </button>
      {!inRoom && session.headphones.value && <PracticePanel />}
      {measured?.accepted && <ProbeDetails result={measured} />}
    </>
  );
}
