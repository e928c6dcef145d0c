/** The server said no; `status` 0: it was not reached. */
export class FileError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** A room's files and takes over HTTP, by the host's link. */
export class RoomHttp {
  constructor(private readonly access: () => { room: string; token: string | undefined }) {}

  /** Below this address lies what the room has of that kind. */
  folder(name: 'files' | 'takes'): string {
    return `api/rooms/${encodeURIComponent(this.access().room)}/${name}`;
  }

  /** Puts the link's word into a request. */
  authorise(set: (header: string, value: string) => void): void {
    const { token } = this.access();
    if (token) set('Authorization', `Bearer ${token}`);
  }

  /** @throws FileError */
  async ask(address: string, method = 'GET'): Promise<Response> {
    const headers = new Headers();
    this.authorise((header, value) => headers.set(header, value));
    const answer = await fetch(address, { method, headers }).catch(() => undefined);
    if (!answer) throw new FileError(0, 'not reached');
    if (!answer.ok) throw new FileError(answer.status, await answer.text());
    return answer;
  }
}
