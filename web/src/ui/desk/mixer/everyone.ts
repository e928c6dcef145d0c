import type { ClientMessage } from '../../../net/control';

/** The server takes 50 messages a second of a person. */
const PER_TURN = 4;
const TURN_MS = 100;

/** Sends many messages, no faster than the server takes them; what is called later comes after. */
export class Patient {
  private waiting: ClientMessage[] = [];
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly send: (message: ClientMessage) => void) {}

  add(messages: readonly ClientMessage[]): void {
    this.waiting.push(...messages);
    this.turn();
    this.timer ??= setInterval(() => this.turn(), TURN_MS);
  }

  private turn(): void {
    for (const message of this.waiting.splice(0, PER_TURN)) this.send(message);
    if (this.waiting.length > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
