import { useSignal } from '@preact/signals';
import type { ProbeResult } from '../../calibration/evaluate';
import { text } from '../../text';
import { useSession } from '../context';
import { Heading } from '../parts/Heading';
import { OtherWays } from './OtherWays';
import { ProbeDetails } from './ProbeDetails';
import { HeadphoneAtMicrophone } from './pictures';

/** Never louder than -20 dBFS, and each step louder needs a press. */
const LOUDNESS = [0.025, 0.05, 0.075, 0.1] as const;

/** The sound of clicks that nobody could hear stands out less than this, in dB. */
const HEARD_MIN_DB = 15;

/** Third step: how long sound takes through this device. Whatever comes of it, there is a way on. */
export function DelayStep({ next }: { next: () => void }) {
  const session = useSession();
  const t = text.value.check.delay;
  const tries = useSignal(0);
  const loudness = useSignal(0);
  const result = useSignal<ProbeResult | undefined>(undefined);
  const playing = session.measuring.value;
  const unheard = result.value !== undefined && result.value.clarityDb < HEARD_MIN_DB;
  const givenUp = tries.value >= LOUDNESS.length;
  const known = session.calibration.value !== undefined && session.calibration.value.confidence > 0;

  const play = async () => {
    const last = result.value;
    if (last && last.clarityDb < HEARD_MIN_DB)
      loudness.value = Math.min(LOUDNESS.length - 1, loudness.value + 1);
    const measured = await session.measure(LOUDNESS[loudness.value] ?? LOUDNESS[0]);
    if (!measured) return;
    tries.value++;
    result.value = measured;
    if (!measured.accepted) return;
    session.accept(measured);
    next();
  };
  const without = () => {
    session.acceptEstimate();
    next();
  };

  return (
    <>
      <Heading>{t.title}</Heading>
      <HeadphoneAtMicrophone label={t.picture} />
      <p>{t.why}</p>
      <ol class="how">
        {t.how.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <p class="hint">{t.where}</p>
      {session.wireless.value && <p class="note">{t.wireless}</p>}
      <p role="status" class={result.value && !playing ? 'problem' : ''}>
        {playing && t.playing}
        {!playing && result.value && (unheard ? t.unheard : t.unsteady)}
        {!playing && givenUp && ` ${t.giveUp}`}
      </p>
      <button
        type="button"
        class={givenUp ? '' : 'primary'}
        // Stays in the order of the keyboard while it plays.
        aria-disabled={playing}
        onClick={() => void (playing || play())}
      >
        {result.value === undefined ? t.play : unheard && !givenUp ? t.playLouder : t.playAgain}
      </button>
      {known && !playing && (
        <>
          <p class="hint">{t.known}</p>
          <button type="button" onClick={next}>
            {t.useKnown}
          </button>
        </>
      )}
      {tries.value > 0 && !playing && (
        <button type="button" class={givenUp ? 'primary' : ''} onClick={without}>
          {t.without}
        </button>
      )}
      {result.value && <ProbeDetails result={result.value} />}
      <OtherWays next={next} open={tries.value > 0} />
    </>
  );
}
