// @ts-check
// A strict Content-Security-Policy is no hindrance: the whole job done, and nothing was blocked.
import assert from 'node:assert/strict';
import { scenario } from './lib/scenario.mjs';
import { until } from './lib/until.mjs';

/** Keeps the page's violations. @param {import('playwright-core').Page} page */
async function watch(page) {
  await page.addInitScript(() => {
    const w = /** @type {any} */ (window);
    w.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => w.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
  });
  return () => page.evaluate(() => /** @type {any} */ (window).violations);
}

for (const where of ['', 'examples/two-chats.html', 'examples/hello.html', 'examples/tutorial/index.html']) {
  scenario(`the server’s policy blocks nothing of /${where}`, async (scene) => {
    const server = await scene.server();
    const tab = await scene.blankTab(await scene.person());
    tab.allow(/^Failed to load resource.* 404/); // tutorials have no /favicon.ico
    const violations = await watch(tab.page);
    const response = await tab.page.goto(server.url + where);
    const policy = response?.headers()['content-security-policy'] ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);
    assert.equal(response?.headers()['x-content-type-options'], 'nosniff');
    if (where.includes('tutorial')) {
      await tab.console(/^Connected$/);
    } else {
      const chat = tab.chat(where.includes('two') ? 'banter-chat[room=lounge]' : '#chat');
      await chat.join('Ada');
      await chat.status(/^Connected$/).waitFor();
      await chat.say('under a strict policy 🙂');
      await chat.item(/\(sent\)$/).waitFor();
      await chat.click('Log');
      await chat.logPanel().waitFor();
      await tab.page.emulateMedia({ colorScheme: 'dark' });
      await tab.resize(700, 500);
      // The page has been drawn that way.
      await tab.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    }
    assert.deepEqual(await violations(), []);
    // The policy is in force: what it forbids is blocked.
    await tab.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.inline = true';
      document.body.append(script);
    });
    tab.allow(/Content Security Policy|Refused to execute/i);
    await until(async () => (await violations()).length === 1, { what: 'the violation is told' });
  });
}
