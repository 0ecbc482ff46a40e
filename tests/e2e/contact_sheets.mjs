// @ts-check
// Makes build/e2e/text-TAG.png for each language of tests/fixtures/text, and text-pieces-KIND.png for the pieces:
//   node tests/e2e/contact_sheets.mjs [TAG or KIND ...]
import fs from 'node:fs';
import path from 'node:path';
import { chromium as playwright } from 'playwright-core';
import { contactSheet } from './lib/contact_sheet.mjs';
import { languages, pieces } from './lib/corpus.mjs';
import { chromium, pictures } from './lib/paths.mjs';

const wanted = new Set(process.argv.slice(2));
const sheets = [
  ...languages.map(({ tag, name, sentences }) => ({ key: tag, file: `text-${tag}`, title: `${name} (${tag}), DOM`, texts: sentences })),
  ...Object.entries(pieces).map(([kind, texts]) => ({ key: kind, file: `text-pieces-${kind}`, title: `${kind}, DOM`, texts })),
].filter(({ key }) => wanted.size === 0 || wanted.has(key));

fs.mkdirSync(pictures, { recursive: true });
const browser = await playwright.launch({ executablePath: chromium, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ deviceScaleFactor: 2 });
  await page.setContent('<!doctype html><html lang="en"><title>Contact sheet</title><body></body></html>');
  for (const { file, ...sheet } of sheets) {
    fs.writeFileSync(path.join(pictures, `${file}.png`), await contactSheet(page, sheet));
  }
} finally {
  await browser.close();
}
console.log(`${sheets.length} pictures in ${path.relative(process.cwd(), pictures)}`);
