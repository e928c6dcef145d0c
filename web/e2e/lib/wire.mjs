// The wire between a page and its server, which a test can cut: while it is cut nothing passes, and nobody is told.
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };

/** For work on the page without a build of everything: a folder from which the page is served instead. */
const PAGE = process.env.BRIGADE_E2E_PAGE;

/** Opens it in front of `server` (an address). Sockets of the stream go through it too. */
export async function openWire(server) {
  const target = new URL(server);
  const pairs = new Set();
  let cut = false;
  /** The ports of shards, as `join` told them. */
  let streamPort = 0;

  const wire = http.createServer((request, response) => {
    if (cut) return;
    const own = PAGE && pageFile(request.url);
    if (own) {
      response.setHeader('Content-Type', TYPES[path.extname(own)] ?? 'application/octet-stream');
      response.end(readFileSync(own));
      return;
    }
    const onward = http.request(
      { host: target.hostname, port: target.port, path: request.url, method: request.method, headers: request.headers },
      (answer) => {
        if (!request.url.startsWith('/api/join') || answer.statusCode !== 200) {
          response.writeHead(answer.statusCode, answer.headers);
          answer.pipe(response);
          return;
        }
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => {
          const join = JSON.parse(Buffer.concat(parts));
          const url = new URL(join.streamUrl, `ws://localhost:${target.port}`);
          streamPort = Number(url.port);
          response.setHeader('Content-Type', 'application/json');
          response.end(JSON.stringify({ ...join, streamUrl: url.pathname }));
        });
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  wire.on('upgrade', (request, near, head) => {
    if (cut) return;
    const far = net.connect(streamPort, target.hostname, () => {
      const lines = request.rawHeaders.reduce((all, x, i) => all + (i % 2 === 0 ? `${x}: ` : `${x}\r\n`), '');
      far.write(`GET ${request.url} HTTP/1.1\r\n${lines}\r\n`);
      if (head.length > 0) far.write(head);
      near.pipe(far);
      far.pipe(near);
    });
    const pair = { near, far };
    pairs.add(pair);
    for (const end of [near, far]) {
      end.setNoDelay?.(true);
      end.on('error', () => {});
      end.on('close', () => {
        pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  });
  await new Promise((done) => wire.listen(0, '127.0.0.1', done));
  return {
    url: `http://localhost:${wire.address().port}`,
    /** The port of the shard that `join` named last. */
    streamPort: () => streamPort,
    /** Nothing passes any more, in either direction; what is asked meanwhile is never answered. */
    cut() {
      cut = true;
      for (const { near, far } of pairs) {
        near.unpipe(far);
        far.unpipe(near);
        near.pause();
        far.pause();
      }
    },
    /** Whole again, for new connections and for those that were open. */
    mend() {
      cut = false;
      for (const { near, far } of pairs) {
        near.pipe(far);
        far.pipe(near);
      }
    },
    close() {
      wire.close();
      wire.closeAllConnections();
      for (const { near, far } of pairs) {
        near.destroy();
        far.destroy();
      }
    },
  };
}

function pageFile(address) {
  const { pathname } = new URL(address, 'http://x');
  const file = path.join(PAGE, pathname === '/' ? 'index.html' : pathname);
  return existsSync(file) ? file : undefined;
}
