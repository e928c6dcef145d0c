/** A file of the room as the server lists it. */
export interface RoomFile {
  id: string;
  kind: 'track' | 'image';
  name: string;
  bytes: number;
  seconds?: number;
}

export interface RoomFileList {
  files: RoomFile[];
  bytes: number;
  bytesMax: number;
}

/** What the server takes; more is refused there, and said before here. */
export const FILE_LIMITS = {
  track: { bytes: 30_000_000, seconds: 10 * 60 },
  image: { bytes: 8_000_000 },
} as const;

/** The server said no; `status` 0: it was not reached. */
export class FileError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Tracks and pages of a room over HTTP, by the host's link (docs/protocol.md, 6.5). */
export class RoomFiles {
  constructor(private readonly access: () => { room: string; token: string | undefined }) {}

  /** Where a file lies for everybody who knows its id. */
  address(id: string): string {
    return `api/rooms/${encodeURIComponent(this.access().room)}/files/${encodeURIComponent(id)}`;
  }

  /**
   * Sends one. `progress` is told the share that has left, 0..1.
   *
   * @throws FileError
   */
  upload(
    kind: RoomFile['kind'],
    name: string,
    body: Blob,
    progress: (share: number) => void,
    stop?: AbortSignal,
  ): Promise<RoomFile> {
    const query = new URLSearchParams({ kind, name }).toString();
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', `${this.folder()}?${query}`);
      this.authorise((header, value) => request.setRequestHeader(header, value));
      request.setRequestHeader('Content-Type', body.type || 'application/octet-stream');
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) progress(event.loaded / event.total);
      };
      request.onload = () => {
        if (request.status === 201) resolve(JSON.parse(request.responseText) as RoomFile);
        else reject(new FileError(request.status, request.responseText));
      };
      request.onerror = () => reject(new FileError(0, 'not reached'));
      request.onabort = () => reject(new FileError(0, 'stopped'));
      stop?.addEventListener('abort', () => request.abort(), { once: true });
      request.send(body);
    });
  }

  async list(): Promise<RoomFileList> {
    return (await this.ask(this.folder())).json() as Promise<RoomFileList>;
  }

  async bytes(id: string): Promise<Blob> {
    return (await this.ask(this.address(id))).blob();
  }

  async remove(id: string): Promise<void> {
    await this.ask(this.address(id), 'DELETE');
  }

  private folder(): string {
    return `api/rooms/${encodeURIComponent(this.access().room)}/files`;
  }

  private authorise(set: (header: string, value: string) => void): void {
    const { token } = this.access();
    if (token) set('Authorization', `Bearer ${token}`);
  }

  private async ask(address: string, method = 'GET'): Promise<Response> {
    const headers = new Headers();
    this.authorise((header, value) => headers.set(header, value));
    const answer = await fetch(address, { method, headers }).catch(() => undefined);
    if (!answer) throw new FileError(0, 'not reached');
    if (!answer.ok) throw new FileError(answer.status, await answer.text());
    return answer;
  }
}
