// Debian's Chromium, driven by playwright-core.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { handOnPriority } from './priority.mjs';

const PLACES = [process.env.BRIGADE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser's program, or a sentence that says how to get one. */
export function findChromium() {
  const found = PLACES.find((p) => p && existsSync(p));
  if (!found) throw new Error('no Chromium found: apt-get install chromium, or set BRIGADE_CHROMIUM to its program');
  return found;
}

const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/**
 * Starts one.
 *
 * `allowMicrophone` answers the permission prompt with yes; `autoplay` lifts the rule that sound needs a press first.
 */
export async function launch(wanted) {
  const browser = await chromium.launch(optionsOf(wanted));
  handOnPriority();
  return browser;
}

/** The same, with the number of its process, for tests that stop it in its tracks; `end` ends it. */
export async function launchServer(wanted) {
  const server = await chromium.launchServer(optionsOf(wanted));
  handOnPriority();
  const browser = await chromium.connect(server.wsEndpoint());
  return {
    browser,
    pid: server.process().pid,
    async end() {
      await browser.close();
      await server.close();
    },
  };
}

function optionsOf({ env = process.env, allowMicrophone = true, autoplay = false, args = [] } = {}) {
  return {
    executablePath: findChromium(),
    headless: true,
    env,
    args: [
      ...QUIET,
      ...(allowMicrophone ? ['--use-fake-ui-for-media-stream'] : []),
      ...(autoplay ? ['--autoplay-policy=no-user-gesture-required'] : []),
      ...args,
    ],
    ignoreDefaultArgs: ['--mute-audio'],
  };
}
