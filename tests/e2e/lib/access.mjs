// @ts-check
// What can be judged of accessibility by machine: axe-core's rules, and that every control is on the screen.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * axe-core finds nothing in the page, shadow roots included.
 * @param {import('./tab.mjs').Tab} tab @param {string} state what the page shows, for the message
 */
export async function expectNoViolations(tab, state) {
  const loaded = await tab.page.evaluate(() => 'axe' in window);
  if (!loaded) await tab.page.evaluate(axe); // by way of the developer tools: the page's policy allows no such script
  const found = await tab.page.evaluate(async () => {
    // Not on by default, as WCAG 2.2 is young.
    const { violations } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } });
    return violations.flatMap((/** @type {any} */ rule) => rule.nodes.map((/** @type {any} */ node) =>
      `${rule.id}: ${rule.help}\n  ${node.html}\n  ${node.failureSummary}`));
  });
  assert.deepEqual(found, [], `axe-core: ${state}`);
}

/**
 * Every control and every word outside what scrolls is inside the window, and no two controls share a place.
 * @param {import('./chat.mjs').Chat} chat @param {string} state
 */
export async function expectInView(chat, state) {
  const problems = await chat.host.evaluate((host) => {
    const root = /** @type {ShadowRoot} */ (host.shadowRoot ?? host.querySelector(':scope > div')?.shadowRoot);
    const mirror = /** @type {HTMLElement} */ (root.querySelector('.mirror'));
    const { width, height } = mirror.getBoundingClientRect();
    /** @param {Element} element */
    const said = (element) => `${element.tagName} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 40)}" ${JSON.stringify(element.getBoundingClientRect())}`;
    /** @type {string[]} */
    const problems = [];
    const controls = [...mirror.querySelectorAll('button, input, textarea, a[href]')];
    for (const element of [...controls, ...mirror.querySelectorAll('h2, p, [role], [tabindex]')]) {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const scrolls = element.parentElement?.closest('[tabindex]') !== null;
      if (left < -0.5 || right > width + 0.5) problems.push(`beside the view: ${said(element)}`);
      if (!scrolls && (top < -0.5 || bottom > height + 0.5)) problems.push(`above or below the view: ${said(element)}`);
      if (right - left < 8 || bottom - top < 8) problems.push(`has no room: ${said(element)}`);
    }
    // What floats over the messages does so on purpose.
    const places = [...controls, ...mirror.querySelectorAll('h2, p, [role=status], [role=alert]')].filter((element) => !/^(\d+ new message|Jump to)/.test(element.textContent ?? ''));
    /** As much of it as is not scrolled away. @param {Element} element */
    const seen = (element) => {
      const own = element.getBoundingClientRect();
      const frame = (element.parentElement?.closest('[tabindex]') ?? mirror).getBoundingClientRect();
      return { left: own.left, right: own.right, top: Math.max(own.top, frame.top), bottom: Math.min(own.bottom, frame.bottom) };
    };
    for (const [index, one] of places.entries()) {
      const a = seen(one);
      for (const other of places.slice(index + 1)) {
        const b = seen(other);
        const overlap = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
        if (overlap && !one.contains(other) && !other.contains(one)) problems.push(`on each other: ${said(one)}, ${said(other)}`);
      }
    }
    return problems;
  });
  assert.deepEqual(problems, [], state);
}
