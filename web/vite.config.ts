import { defineConfig } from 'vitest/config';

/** The app goes where Maven puts class files; the front door and nginx serve it from there. */
export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: {
    outDir: 'target/classes/brigade/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // "npm run dev" shows the page from its sources and asks a running "./brigade up" for everything else.
  server: { proxy: { '/api': 'http://localhost:8080', '/healthz': 'http://localhost:8080', '/listen': 'http://localhost:8080' } },
  // A generous wait: tests share a busy machine with everything else. Nothing is timed.
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 60_000 },
});
