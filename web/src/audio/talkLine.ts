import { msToSamples, SAMPLE_RATE_HZ } from './format';

const RING_SAMPLES = SAMPLE_RATE_HZ / 2;
const MARGIN_SAMPLES = msToSamples(60);

/** A talker's packets as they come: played from a small ring, 60 ms behind. Audio thread; allocates in the constructor only. */
export class TalkLine {
  private readonly pcm = new Float32Array(RING_SAMPLES);
  private written = 0;
  private played = 0;
  private waiting = true;

  push(pcm: Float32Array): void {
    for (let i = 0; i < pcm.length; i++) {
      this.pcm[this.written++ % RING_SAMPLES] = pcm[i] as number;
    }
    if (this.written - this.played > RING_SAMPLES / 2) this.played = this.written - MARGIN_SAMPLES;
  }

  addTo(out: Float32Array): void {
    if (this.waiting && this.written - this.played < MARGIN_SAMPLES) return;
    this.waiting = false;
    for (let i = 0; i < out.length; i++) {
      if (this.played >= this.written) {
        this.waiting = true;
        return;
      }
      out[i] = (out[i] as number) + (this.pcm[this.played++ % RING_SAMPLES] as number);
    }
  }
}
