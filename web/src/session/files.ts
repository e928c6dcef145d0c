import { FileError, type RoomHttp } from './roomHttp';

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

/** Tracks and pages of a room over HTTP, by the host's link (docs/protocol.md, 6.5). */
export class RoomFiles {
  constructor(private readonly http: RoomHttp) {}

  /** Where a file lies for everybody who knows its id. */
  address(id: string): string {
    return `${this.folder()}/${encodeURIComponent(id)}`;
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
      this.http.authorise((header, value) => request.setRequestHeader(header, value));
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
    return (await this.http.ask(this.folder())).json() as Promise<RoomFileList>;
  }

  async bytes(id: string): Promise<Blob> {
    return (await this.http.ask(this.address(id))).blob();
  }

  async remove(id: string): Promise<void> {
    await this.http.ask(this.address(id), 'DELETE');
  }

  private folder(): string {
    return this.http.folder('files');
  }
}
