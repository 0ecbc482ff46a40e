// @ts-check
// The servers a page may meet: ours, a tutorial's, and a plain web server for when the chat is elsewhere.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { makeFolder, removeFolder } from './folders.mjs';
import { pageFolder, serverProgram, tutorialServer } from './paths.mjs';
import { Process } from './process.mjs';

/** banter-server on a port of its own, with a database in a folder of its own. It can be killed and started again. */
export class BanterServer {
  /** @type {Process | undefined} */ #process;
  /** @type {string} */ #folder;
  #port = 0;
  #aside = 0;
  /** With a certificate it speaks TLS. */ #scheme = 'http';
  /** @type {string} */ #root;
  /** @type {string[]} */ #args;

  /**
   * @param {{ root?: string, folder?: string, args?: string[] }} [options] root: the folder with the page; folder: for the
   *   database, removed in the end; args: more for the command line
   */
  constructor({ root = pageFolder, folder = makeFolder('banter-e2e-'), args = [] } = {}) {
    this.#root = root;
    this.#folder = folder;
    this.#args = args;
    if (args.includes('--tls-cert')) this.#scheme = 'https';
  }

  /** Ends with a slash. */
  get url() { return `${this.#scheme}://127.0.0.1:${this.#port}/`; }
  /** Of a start aside. */
  get urlAside() { return `http://127.0.0.1:${this.#aside}/`; }
  get port() { return this.#port; }
  get output() { return this.#process?.output ?? ''; }
  get pid() { return this.#process?.pid; }
  get database() { return path.join(this.#folder, 'chat.db'); }

  /** A later start takes the same port and database. @param {{ aside?: boolean }} [options] aside: on another port, once */
  async start({ aside = false } = {}) {
    const args = ['--listen', `127.0.0.1:${aside ? 0 : this.#port}`, '--root', this.#root, '--db', this.database, ...this.#args];
    this.#process = new Process(serverProgram(), args);
    const [, port] = await this.#process.says(/listening on https?:\/\/127\.0\.0\.1:(\d+)\//);
    if (aside) this.#aside = Number(port);
    else this.#port = Number(port);
    return this;
  }

  /** As a power cut does. */
  async kill() { await this.#process?.end('SIGKILL'); }

  async end() {
    await this.#process?.end();
    removeFolder(this.#folder);
  }
}

/**
 * The tutorial's server.
 * @param {'broadcast' | 'echo' | 'others'} mode
 * @param {'json' | 'text' | 'rebuild'} form
 */
export async function startTutorialServer(mode, form) {
  const server = new Process(process.execPath, [tutorialServer, mode, form, '0']);
  const [, url] = await server.says(/listening on (ws:\S+)/);
  return { url, end: () => server.end() };
}

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css',
  '.svg': 'image/svg+xml', '.wasm': 'application/wasm',
};

/** As strict as a page with this module can be. */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; " +
  "connect-src 'self' ws:; base-uri 'none'; form-action 'none'";

const blank = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Blank</title><link rel="icon" href="icon.svg">';

/** A web server for the page alone, and for an empty one (blank.html) that a test fills. The chat server is another. */
export async function startWebServer() {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.join(pageFolder, path.normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
    if (pathname === '/blank.html') {
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy });
      response.end(blank);
      return;
    }
    fs.readFile(file, (error, data) => {
      response.writeHead(error ? 404 : 200, {
        'content-type': types[path.extname(file)] ?? 'text/plain',
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
      });
      response.end(error ? 'not found' : data);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}/`,
    end: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}
