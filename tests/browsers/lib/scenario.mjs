// @ts-check
// A test with its world, in an engine: people, each with a browser's storage of their own, and servers. All of it is ended
// when the test is, however it went; the browser when the file is.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { root } from '../../e2e/lib/paths.mjs';
import { ScriptedServer } from '../../e2e/lib/scripted_server.mjs';
import { BanterServer } from '../../e2e/lib/servers.mjs';
import { Chat } from './chat.mjs';
import { watchedPage } from './page.mjs';

const pictures = path.join(root, 'build/browsers');

const page = watchedPage();

/** Somebody's window. */
export class Person {
  /** @type {string[]} of pages that are gone */ #before = [];
  /** @type {RegExp[]} */ #allowed = [];

  /** @param {import('./window.mjs').Window} window @param {string} label */
  constructor(window, label) {
    this.window = window;
    this.label = label;
    this.chat = new Chat(window);
  }

  /** @param {string} url */
  async go(url) {
    this.#before = await this.complaints();
    await this.window.go(url);
  }

  /** @param {RegExp[]} patterns of complaints that belong to the test */
  allow(...patterns) { this.#allowed.push(...patterns); }

  /** What the pages complained about and should not. */
  async complaints() {
    const now = await this.window.evaluate(() => /** @type {{ complaints?: string[] }} */ (/** @type {unknown} */ (globalThis)).complaints ?? []);
    return [...this.#before, ...now].filter((words) => !this.#allowed.some((pattern) => pattern.test(words)));
  }

  /** A picture for the eye, in build/browsers. @param {string} name @returns {Promise<Buffer>} */
  async picture(name) {
    fs.mkdirSync(pictures, { recursive: true });
    const png = await this.window.screenshot();
    fs.writeFileSync(path.join(pictures, `${this.label}-${name}.png`), png);
    return png;
  }
}

export class Scene {
  /** @type {Person[]} */ people = [];
  /** @type {{ end(): Promise<unknown> }[]} */ #servers = [];

  /** @param {import('./window.mjs').Engine} engine */
  constructor(engine) {
    this.engine = engine;
  }

  /** @template {{ end(): Promise<unknown> }} T @param {T} server */
  #keep(server) {
    this.#servers.push(server);
    return server;
  }

  /** banter-server, with an empty database. Beside the page it serves blank.html. */
  async server() { return this.#keep(new BanterServer({ root: page })).start(); }
  async scriptedServer() { return this.#keep(new ScriptedServer()).start(); }

  /** @param {string} url @param {{ width?: number, height?: number }} [size] CSS pixels of the page */
  async open(url, { width = 960, height = 640 } = {}) {
    const person = new Person(await this.engine.person({ width, height }), this.engine.name);
    this.people.push(person);
    await person.go(url);
    return person;
  }

  async end() {
    for (const { window } of this.people) await window.close();
    for (const server of this.#servers) await server.end();
  }
}

/**
 * Makes what registers tests.
 * @typedef {(name: string, body: (scene: Scene) => Promise<void>) => void} Scenario
 * @param {import('./window.mjs').Engine} engine it is ended after the last test
 * @returns {Scenario}
 */
export function scenariosIn(engine) {
  after(() => engine.end());
  return (name, body) => void test(`${engine.name}: ${name}`, { timeout: 240_000 }, async () => {
    const scene = new Scene(engine);
    try {
      await body(scene);
      for (const person of scene.people) assert.deepEqual(await person.complaints(), [], 'a page complained');
    } catch (error) {
      const file = `failed-${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}`;
      for (const [index, person] of scene.people.entries()) await person.picture(`${file}-${index + 1}`).catch(() => {});
      throw error;
    } finally {
      await scene.end();
    }
  });
}
