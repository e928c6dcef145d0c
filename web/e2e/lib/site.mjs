// Builds the engine's test page and serves it beside a stand-in for the server that speaks enough of stream v2.
import http from 'node:http';
import { readFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const WEB = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** Builds `e2e/engine.html`. */
export const buildEnginePage = () => buildPage('engine');

/** What the front door allows a page (FrontDoor.java): a page that needs more is found here. */
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ws: wss:; worker-src 'self'; object-src 'none'; base-uri 'none'";

/** Builds `e2e/NAME.html` into a folder of its own below `target`, and says where. */
export async function buildPage(name) {
  const outDir = path.join(WEB, 'target', `e2e-${name}`);
  await build({
    root: path.join(WEB, 'e2e'),
    base: './',
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: path.join(WEB, `e2e/${name}.html`) },
    },
  });
  return outDir;
}

/** Where the app itself lies once it is built (npm run build). */
export const pageFolder = () => process.env.BRIGADE_E2E_PAGE ?? path.join(WEB, 'target/classes/brigade/web');

/** Serves `dir` on a free port; `routes` maps a path to a handler. */
export async function serve(dir, routes = {}) {
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, 'http://x');
    const route = routes[url.pathname];
    if (route) return route(request, response, url);
    const file = path.join(dir, url.pathname);
    if (!file.startsWith(dir) || !existsSync(file)) {
      response.statusCode = 404;
      return response.end();
    }
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('Content-Type', TYPES[path.extname(file)] ?? 'application/octet-stream');
    return response.end(readFileSync(file));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { server, url: `http://127.0.0.1:${server.address().port}`, close };
}
