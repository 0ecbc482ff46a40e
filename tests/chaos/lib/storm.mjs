// @ts-check
// What goes wrong, and when: a deck of faults that is shuffled by the seed and dealt over the time there is.
import { pause, until } from '../../e2e/lib/until.mjs';

/** How many there are at least of each. */
const deck = { kill: 10, cut: 8, stall: 4, late: 2, halfClose: 5, reload: 4, crash: 1, close: 1, disk: 2 };
/** @typedef {keyof typeof deck} Fault */

export class Storm {
  over = false;
  /** What it did, and when. @type {string[]} */ steps = [];
  #began = Date.now();
  /** Sent and not yet stored as far as anybody knew, when the server was killed. */ waitingAtKills = 0;
  /** @type {Record<import('./disk.mjs').Shortage, number>} */ shortages = { space: 0, limit: 0 };
  /** Messages that were refused because the disk was full. */ refused = 0;
  #world;
  #random;
  /** @type {Map<import('./person.mjs').Person, Promise<void>>} */ #ending = new Map();
  /** @type {Promise<void>[]} */ #stalls = [];
  #calm = () => {};
  #calmed = new Promise((resolve) => { this.#calm = () => resolve(undefined); });

  /**
   * @param {object} world
   * @param {import('./server.mjs').Victim} world.victim
   * @param {import('./proxy.mjs').Proxy} world.proxy
   * @param {import('./person.mjs').Person[]} world.people
   * @param {(event: import('./history.mjs').Event) => void} world.record
   * @param {import('../../e2e/lib/random.mjs').Random} random
   */
  constructor(world, random) {
    this.#world = world;
    this.#random = random;
  }

  /** @param {number} seconds it lasts, if the faults take no longer */
  async blow(seconds) {
    const random = this.#random;
    /** @type {Fault[]} */
    const faults = Object.entries(deck).flatMap(([fault, count]) => Array(count).fill(fault));
    for (let i = faults.length; i > 1; --i) {
      const j = random.below(i);
      [faults[i - 1], faults[j]] = [faults[j], faults[i - 1]];
    }
    const end = Date.now() + seconds * 1_000;
    for (let dealt = 0; dealt < faults.length || Date.now() < end; ++dealt) {
      const left = Math.max(0, end - Date.now()) / Math.max(1, faults.length - dealt);
      await pause(random.between(0, Math.min(2 * left, 4_000)));
      const fault = faults[dealt] ?? random.weighted(deck);
      this.#note(fault);
      await this.#strike(fault);
    }
    // Whether something comes twice is for the pages to decide: mostly it does.
    for (let more = 3; more > 0 && this.#world.victim.duplicates === 0; --more) await this.#beLate();
    this.over = true;
    this.#note('over');
    await Promise.all(this.#ending.values());
    this.#calm();
    await Promise.all(this.#stalls);
    this.#world.proxy.calm();
  }

  /** @param {string} what */
  #note(what) { this.steps.push(`${((Date.now() - this.#began) / 1_000).toFixed(1)} s ${what}`); }

  /** @param {Fault} fault */
  async #strike(fault) {
    switch (fault) {
      case 'kill': return this.#kill();
      case 'disk': return this.#fillDisk();
      case 'late': return this.#beLate();
      case 'reload':
      case 'crash':
      case 'close': return this.#endPage(fault);
      default: return this.#breakConnection(fault);
    }
  }

  /** The server dies; what it leaves is read, and what the pages showed so far is told. */
  async #die() {
    const { victim, people, record } = this.#world;
    this.waitingAtKills += people.reduce((sum, person) => sum + person.waiting, 0);
    record({ what: 'database', ...await victim.kill() });
    for (const person of people) await person.tell();
  }

  async #kill() {
    const { victim, proxy } = this.#world;
    await victim.count();
    const frames = proxy.frames + this.#random.between(1, 4);
    // Soon after something came, so that there is something on its way through it.
    const late = Date.now() + 2_000;
    await until(() => proxy.frames >= frames || Date.now() > late, { what: 'a frame comes', every: 1 });
    await this.#die();
    await pause(this.#random.between(0, 1_500));
    await victim.start();
  }

  async #fillDisk() {
    const { victim } = this.#world;
    const random = this.#random;
    const { kinds } = victim.disk;
    const kind = kinds[(this.shortages.space + this.shortages.limit) % kinds.length]; // in turn, so that each has its
    ++this.shortages[kind];
    await victim.fillDisk(kind);
    await pause(random.between(500, 3_000));
    this.refused += await victim.metric('banter_refused_total{code="storage"}');
    const killed = random.chance(0.5);
    this.#note(`refused: ${kind}${killed ? ', and killed' : ''}`);
    if (killed) await this.#die();
    const started = !killed || await victim.tryToStart();
    victim.freeDisk(kind);
    if (!started) await victim.start();
    await victim.healthy();
  }

  /** @param {import('./person.mjs').End} how */
  async #endPage(how) {
    const free = this.#world.people.filter((person) => !this.#ending.has(person));
    if (free.length === 0) return;
    const person = this.#random.pick(free);
    const done = person.endPage(this.#random.below(person.sheets.length), how).then(() => { this.#ending.delete(person); });
    this.#ending.set(person, done);
  }

  #whole() {
    return until(() => {
      const { whole } = this.#world.proxy;
      return whole.length > 0 && whole;
    }, { what: 'a page has a connection', within: 60_000 });
  }

  /** What a page has written arrives when it has given the connection up and has sent the same on another one. */
  async #beLate() {
    const { proxy, victim } = this.#world;
    // Of two tabs only one sends.
    const alone = this.#world.people.filter((person) => person.sheets.length === 1).map((person) => person.nick);
    const connection = await until(() => proxy.whole.find(({ name }) => alone.includes(name)), { what: 'a page has a connection', within: 60_000 });
    connection.stall(['up']);
    await victim.count();
    const before = victim.duplicates;
    const late = Date.now() + 20_000; // the page waits 10 s for an ack
    const again = () => proxy.whole.some((one) => one.name === connection.name && one.frames('up') > 4);
    await until(() => again() || Date.now() > late, { what: 'it is sent again', within: 30_000 });
    connection.goOn();
    await until(async () => {
      await victim.count();
      return victim.duplicates > before || Date.now() > late + 2_000;
    }, { what: 'it arrives a second time', within: 30_000 });
    this.#note(`${victim.duplicates - before} arrived twice`);
  }

  /** @param {'cut' | 'stall' | 'halfClose'} how */
  async #breakConnection(how) {
    const random = this.#random;
    const connection = random.pick(await this.#whole());
    const direction = random.pick(/** @type {const} */ (['up', 'down']));
    if (how === 'cut') return connection.cutAfter(direction, random.between(1, 1 << random.between(1, 12)), random.pick(/** @type {const} */ (['reset', 'fin'])));
    if (how === 'halfClose') return connection.halfClose(direction);
    connection.stall(random.chance(0.5) ? ['up', 'down'] : [direction]);
    if (random.chance(0.6)) {
      // What was held back comes late: maybe after the page has said it again on another connection.
      const time = random.between(500, 12_000);
      this.#stalls.push(Promise.race([pause(time), this.#calmed]).then(() => connection.goOn()));
    }
  }
}
