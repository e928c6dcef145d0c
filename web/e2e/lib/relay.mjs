// Between a page and the real server: passes everything on, keeps what the page sent as voice, what it was sent to hear, and what it was told.
import WebSocket, { WebSocketServer } from 'ws';

const VOICE = 1;
const MIX = 2;

/** Answers for `serve`: `/api/join` of the page, and the line itself. `peers` fills as pages come, by their name. */
export function relayTo(server) {
  const peers = new Map();
  const line = { voiceLateMs: 0 };
  let upstream;
  return {
    peers,
    /** How much later than it comes a voice is passed on. */
    line,
    routes: {
      '/api/join': async (_, response, url) => {
        const answer = await fetch(new URL(`/api/join${url.search}`, server));
        const join = await answer.json();
        upstream = new URL(join.streamUrl, server);
        upstream.protocol = upstream.protocol.replace('http', 'ws');
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ ...join, streamUrl: '/stream' }));
      },
    },
    /** Begins once the page's server is there. */
    attach(httpServer) {
      new WebSocketServer({ server: httpServer, path: '/stream' }).on('connection', (page) =>
        connect(page, new WebSocket(upstream, 'brigade.v2'), peers, line),
      );
    },
  };
}

function connect(page, far, peers, line) {
  const waiting = [];
  const peer = { voice: [], mix: [], messages: [] };
  page.on('message', (data, binary) => {
    if (binary && data[0] === VOICE) {
      peer.voice.push(Buffer.from(data));
      peer.voiceAtMs = Date.now();
    }
    else if (!binary) {
      const message = JSON.parse(data);
      if (message.type === 'hello') {
        const before = peers.get(message.name);
        if (before) Object.assign(peer, before);
        peers.set(message.name, peer);
      }
    }
    if (far.readyState === WebSocket.OPEN && binary && line.voiceLateMs > 0) {
      setTimeout(() => far.readyState === WebSocket.OPEN && far.send(data, { binary }), line.voiceLateMs);
    } else if (far.readyState === WebSocket.OPEN) far.send(data, { binary });
    else waiting.push([data, binary]);
  });
  far.on('open', () => {
    for (const [data, binary] of waiting) far.send(data, { binary });
  });
  far.on('message', (data, binary) => {
    if (binary && data[0] === MIX) peer.mix.push(Buffer.from(data));
    if (!binary) peer.messages.push({ atMs: performance.now(), message: JSON.parse(data) });
    page.send(data, { binary });
  });
  far.on('close', (code, reason) => page.close(code >= 3000 || code === 1000 ? code : 1011, reason));
  far.on('error', () => page.close(1011));
  page.on('close', () => far.close());
}
