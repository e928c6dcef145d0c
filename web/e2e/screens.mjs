// Every screen in the real browser, phone and desktop, light and dark: axe looks for barriers, a picture is taken for docs/screens.
//   node e2e/screens.mjs [--only PART] [--lang de] [--out DIR] [--scale 0.5] [--type jpeg|png] [--no-pictures]
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from './lib/browser.mjs';
import { buildPage, serve } from './lib/site.mjs';

const WEB = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/** Buttons that lead from a scene's beginning to what its name says; their number on the screen, from the primary one. */
const PRESSES = { 'check-2-denied': 2, 'check-3-unheard': 1, 'check-4-level': 1, 'check-5-practice': 1 };

/** Scenes that begin with another press: what is pressed. */
const FIRST = {
  'desk-editor': '.set-list li:nth-child(2) button:nth-child(2)',
  'desk-files': '.room-files summary',
  'desk-person': '.strips .strip .strip-name',
};

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    lang: { type: 'string', default: 'en' },
    out: { type: 'string', default: path.resolve(WEB, '../docs/screens') },
    scale: { type: 'string', default: '0.5' },
    type: { type: 'string', default: 'jpeg' },
    'no-pictures': { type: 'boolean', default: false },
  },
});

const site = await serve(await buildPage('screens'));
const browser = await launch();
let problems = 0;
let looked = 0;
try {
  for (const name of await sceneNames()) {
    if (!name.includes(options.only)) continue;
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const colorScheme of ['light', 'dark']) await look(name, size, viewport, colorScheme);
    }
  }
} finally {
  await browser.close();
  site.close();
}
console.log(`${looked} pages looked at, ${problems} problems`);
process.exit(problems > 0 || looked === 0 ? 1 : 0);

async function sceneNames() {
  const page = await browser.newPage();
  await page.goto(`${site.url}/screens.html`);
  await page.waitForFunction(() => window.scenes);
  const names = await page.evaluate(() => window.scenes);
  await page.close();
  return names;
}

async function look(name, size, viewport, colorScheme) {
  const context = await browser.newContext({
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    deviceScaleFactor: Number(options.scale),
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => report(`${name} ${size} ${colorScheme}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') report(`${name} ${size} ${colorScheme}: ${message.text()}`);
  });
  await page.goto(`${site.url}/screens.html?scene=${name}&lang=${options.lang}`);
  for (let i = 0; i < (PRESSES[name] ?? 0); i++) {
    const before = await page.locator('main').innerHTML();
    await page.locator('button.primary').first().click();
    await page.waitForFunction((html) => document.querySelector('main').innerHTML !== html, before);
  }
  await page.locator('h1').first().waitFor();
  if (name.startsWith('desk-')) await page.locator('.desk').waitFor();
  if (FIRST[name]) await page.locator(FIRST[name]).first().click();
  // As tall as the page, so that the switches at the lower edge cover nothing.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: viewport.width, height: Math.max(height, viewport.height) });
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((tags) => window.axe.run({ runOnly: { type: 'tag', values: tags } }), RULES);
  for (const { id, help, nodes } of violations) {
    report(`${name} ${size} ${colorScheme}: ${id}: ${help}: ${nodes.map((n) => n.target.join(' ')).join(' | ')}`);
  }
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (tooWide > 0) report(`${name} ${size} ${colorScheme}: ${tooWide} px wider than the screen`);
  for (const small of await page.evaluate(smallTargets)) report(`${name} ${size} ${colorScheme}: target under 44 px: ${small}`);
  looked++;
  if (!options['no-pictures']) {
    mkdirSync(options.out, { recursive: true });
    const { type } = options;
    await page.screenshot({
      path: path.join(options.out, `${name}-${size}-${colorScheme}.${type === 'png' ? 'png' : 'jpg'}`),
      type,
      ...(type === 'jpeg' ? { quality: 50 } : {}),
    });
  }
  await context.close();
}

/** Runs in the page: what one presses has to be large enough for an unsteady hand. */
function smallTargets() {
  return [...document.querySelectorAll('button, summary, select, input:not([type=checkbox], [type=file]), .button')]
    .filter((target) => target.checkVisibility())
    .map((target) => ({ target, box: target.getBoundingClientRect() }))
    .filter(({ box }) => box.height < 43.9 || box.width < 43.9)
    .map(({ target, box }) => `${target.textContent || target.id} ${Math.round(box.width)}x${Math.round(box.height)}`);
}

function report(problem) {
  problems++;
  console.log(problem);
}
