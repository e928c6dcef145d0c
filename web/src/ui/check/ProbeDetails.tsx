import type { ProbeResult } from '../../calibration/evaluate';
import { text } from '../../text';

const SAMPLES_PER_MS = 48;
const ms = (samples: number) => Math.round((samples * 10) / SAMPLES_PER_MS) / 10;

/** What was measured, for who wants figures. */
export function ProbeDetails({ result }: { result: ProbeResult }) {
  const t = text.value.details;
  return (
    <details>
      <summary>{t.title}</summary>
      <ul>
        <li>{t.latency(ms(result.latencySamples))}</li>
        <li>{t.spread(ms(result.spreadSamples))}</li>
        <li>{t.clarity(Math.round(result.clarityDb))}</li>
        <li>{t.agreeing(result.agreeing)}</li>
      </ul>
    </details>
  );
}
