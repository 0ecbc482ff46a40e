// @ts-check
// Reads a page's whole log, as a person does who scrolls up to its beginning.
import { until } from '../../e2e/lib/until.mjs';

/** @typedef {import('./history.mjs').SeenRow} SeenRow */

/**
 * The page is at the end of the log, and nothing new comes.
 * @param {import('./person.mjs').Sheet} sheet
 * @param {string} first the text of the room's first message
 * @returns {Promise<SeenRow[]>} from the first to the last
 */
export async function readLog({ tab, chat }, first) {
  await tab.resize(800, 1_200);
  await chat.until('at the end', (s) => s.atEnd && s.settled);
  await tab.page.mouse.move(400, 500);
  /** @type {SeenRow[]} */
  const log = [];
  for (;;) {
    const { rows } = await chat.snapshot();
    const known = log.length === 0 ? rows.length : rows.findIndex((row) => row.id === log[0].id);
    if (known < 0) throw new Error(`the log has moved too far: ${log[0].text.slice(0, 40)} is out of sight`);
    log.unshift(...rows.slice(0, known).map(({ id, author, text, state }) => ({ id, author, text, state, error: '' })));
    if (log[0].text === first) return log;
    const [top] = rows;
    await tab.page.mouse.wheel(0, -900);
    await until(async () => {
      const [row] = (await chat.snapshot()).rows;
      return row.id !== top.id || Math.abs(row.rect.y - top.rect.y) > 1;
    }, { what: `there is more above ${top.text.slice(0, 40)}`, within: 15_000 });
  }
}
