/**
 * Finds the holes that a browser puts into the sound of a microphone. Between the two is a queue of whole blocks: when
 * a block is late the browser takes one of zeros instead, and all that comes after is later by that block, for good, with nothing
 * told (Chromium: 1,024 samples on Linux, 10 ms elsewhere). A hole is a run of exact zeros between sounds, one block long or two, that begins
 * where blocks can begin; a device that is silent by itself makes runs of other lengths. Audio thread; allocates nothing.
 */
export class HoleWatch {
  private blockSamples = 0;
  private run = 0;
  private position = 0;
  private runBegan = 0;
  private sounded = false;

  /** Another microphone: blocks of so many samples; 0: not known, nothing is looked for. */
  begin(blockSamples: number): void {
    this.blockSamples = blockSamples;
    this.run = 0;
    this.position = 0;
    this.sounded = false;
  }

  /** Takes what came of the microphone; samples of a hole that ended in it, 0 usually. */
  observe(input: Float32Array): number {
    if (this.blockSamples === 0) return 0;
    let hole = 0;
    for (let i = 0; i < input.length; i++) {
      if (input[i] === 0) {
        if (this.run === 0) this.runBegan = this.position + i;
        this.run++;
        continue;
      }
      if (this.run > 0) {
        if (this.sounded && this.isHole()) hole += this.run;
        this.run = 0;
      }
      this.sounded = true;
    }
    this.position += input.length;
    return hole;
  }

  private isHole(): boolean {
    const blocks = this.run / this.blockSamples;
    return (blocks === 1 || blocks === 2) && this.runBegan % GRID_SAMPLES === 0;
  }
}

/** Blocks of 480, 512 and 1,024 samples begin at multiples of this, as the audio thread counts from its first one. */
const GRID_SAMPLES = 32;
