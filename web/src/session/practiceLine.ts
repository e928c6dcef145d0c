import { computed, signal } from '@preact/signals';
import type { Heard } from '../codec/echo';
import type { ClientMessage, Hello } from '../net/control';
import { type PracticeHost, until } from './practice';
import type { SessionPart } from './signals';

/** The way to a practice room, for a newcomer who is in no other, and for the second person who hears him there. */
export class PracticeLine implements PracticeHost {
  readonly room;
  readonly clock;
  private readonly seated = signal(false);
  private tell: ((heard: Heard) => void) | undefined;

  constructor(
    private readonly session: SessionPart,
    /** Opens the line to `room` as whom `token` makes him; what he said of himself. */
    private readonly join: (room: string, token: string) => Hello | undefined,
    private readonly url: (room: string) => string,
  ) {
    const { room, status } = session.signals;
    this.room = room;
    this.clock = computed(() => (status.value?.playing ? status.value.clock : undefined));
  }

  async enter(room: string, hostToken: string, singerToken: string): Promise<void> {
    this.room.value = undefined;
    this.seated.value = false;
    const hello = this.join(room, hostToken);
    if (!hello) throw new Error('no sound');
    const { calibration: _, device: __, ...second } = hello;
    this.session.engine()?.echo(this.url(room), { ...second, token: singerToken });
    await until(() => this.seated.value);
  }

  send(message: ClientMessage): void {
    this.session.send(message);
  }

  /** The second person is seated. */
  echoSeated(): void {
    this.seated.value = true;
  }

  /** What the second person heard, for who waits for it in {@link heard}. */
  echoed(heard: Heard): void {
    this.tell?.(heard);
    this.tell = undefined;
  }

  heard(): Promise<Heard> {
    return new Promise((resolve) => {
      this.tell = resolve;
      this.session.engine()?.echoEnd();
    });
  }

  leave(): void {
    const { room, error } = this.session.signals;
    this.session.engine()?.echoEnd();
    this.session.engine()?.hangUp();
    room.value = undefined;
    error.value = undefined;
  }

  play(pcm: Float32Array): void {
    this.session.engine()?.play(pcm);
  }
}
