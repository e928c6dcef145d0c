import type { RoomFile } from './files';
import type { RoomHttp } from './roomHttp';

/** A recorded song, as the server lists it (docs/recording.md). */
export interface Take {
  take: string;
  title: string;
  /** Samples since 1970. */
  startClock: number;
  endClock: number;
  seconds: number;
  singers: number;
  aborted?: boolean;
  state: 'singing' | 'trailing' | 'recorded' | 'building' | 'ready' | 'failed';
  /** Of what is being made, 0..1. */
  progress?: number;
  bytes?: number;
  /** Until then it can be downloaded, or made; milliseconds since 1970. */
  keptUntilMs?: number;
}

/** Addresses that need no other leave, for so many hours. */
export interface TakeLinks {
  zip: string;
  ogg: string;
  hours: number;
}

/** The recorded songs of a room. Each call throws a FileError when the server says no. */
export class RoomTakes {
  constructor(private readonly http: RoomHttp) {}

  /** The oldest first. */
  async list(): Promise<Take[]> {
    const answer = await this.http.ask(this.http.folder('takes'));
    return ((await answer.json()) as { takes: Take[] }).takes;
  }

  /** Has its mix and its single voices made, in the background. */
  async make(take: string): Promise<void> {
    await this.http.ask(this.address(take), 'POST');
  }

  async links(take: string): Promise<TakeLinks> {
    return (await this.http.ask(`${this.address(take)}/link`, 'POST')).json() as Promise<TakeLinks>;
  }

  /** Makes it one of the room's tracks, so that all can listen to it together. */
  async track(take: string): Promise<RoomFile> {
    return (await this.http.ask(`${this.address(take)}/track`, 'POST')).json() as Promise<RoomFile>;
  }

  async remove(take: string): Promise<void> {
    await this.http.ask(this.address(take), 'DELETE');
  }

  private address(take: string): string {
    return `${this.http.folder('takes')}/${encodeURIComponent(take)}`;
  }
}
