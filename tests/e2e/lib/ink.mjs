// @ts-check
// Text as pixels: how wide it is and how much of it there is, and the same words drawn by the DOM to compare with.
import { colourful } from './png.mjs';

/** Where there is ink: what differs from the background. @param {import('./png.mjs').Picture} picture @param {import('./png.mjs').Box} box */
export function inkOf(picture, box) {
  const paper = picture.pixel(Math.floor(box.x), Math.floor(box.y));
  let left = Infinity;
  let right = -Infinity;
  let amount = 0; // darkness summed: independent of how edges are smoothed
  let coloured = 0;
  for (let y = Math.floor(box.y); y < box.y + box.height && y < picture.height; ++y) {
    for (let x = Math.floor(box.x); x < box.x + box.width; ++x) {
      const pixel = picture.pixel(x, y);
      const contrast = Math.max(Math.abs(pixel[0] - paper[0]), Math.abs(pixel[1] - paper[1]), Math.abs(pixel[2] - paper[2]));
      amount += contrast / 255;
      if (contrast < 90) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      if (colourful(...pixel)) ++coloured;
    }
  }
  return { width: Math.max(0, right - left + 1), amount, coloured };
}

/** @typedef {{ words: string[], dark: boolean }} Paragraphs */

/**
 * Paragraphs of the same words, font, width and colour, in the right half of a page whose chat stands in the left. They
 * take the place of those drawn before.
 * @param {{ evaluate: (script: (paragraphs: Paragraphs) => import('./png.mjs').Box[], paragraphs: Paragraphs) => Promise<import('./png.mjs').Box[]> }} page
 * @param {string[]} words
 * @param {boolean} dark the chat's theme
 * @returns {Promise<import('./png.mjs').Box[]>} where each stands, CSS pixels
 */
export const drawWords = (page, words, dark) => page.evaluate(({ words, dark }) => {
  const chat = /** @type {HTMLElement} */ (document.getElementById('chat'));
  const field = /** @type {HTMLElement} */ (chat.firstElementChild?.shadowRoot?.querySelector('textarea'));
  document.getElementById('twin')?.remove();
  const twin = document.createElement('div');
  twin.id = 'twin';
  const { fontFamily } = getComputedStyle(field);
  twin.style.cssText = `position:fixed;left:580px;right:0;top:0;bottom:0;padding:20px;color:${dark ? '#e8eaed' : '#1b1b1f'};background:${dark ? '#17181c' : '#fff'};font:15px/22px ${fontFamily}`;
  twin.append(...words.map((text) => {
    const paragraph = document.createElement('p');
    paragraph.dir = 'auto';
    paragraph.style.cssText = 'margin:0 0 3px;width:444px;overflow-wrap:anywhere';
    paragraph.textContent = text;
    return paragraph;
  }));
  document.body.append(twin);
  return [...twin.children].map((paragraph) => {
    const { x, y, width, height } = paragraph.getBoundingClientRect();
    return { x, y, width, height };
  });
}, { words, dark });
