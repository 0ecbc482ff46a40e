// @ts-check
// What the tests need of a browser, whichever it is. Each engine implements it in a file of its own.

/**
 * A browser's window with one page.
 * @typedef {object} Window
 * @property {(url: string) => Promise<void>} go settles when the page has loaded
 * @property {<A, R>(script: (argument: A) => R | Promise<R>, argument?: A) => Promise<R>} evaluate runs a function that
 *   uses nothing from outside itself in the page; what goes in and out is JSON
 * @property {(text: string) => Promise<void>} type presses one key after the other
 * @property {(chord: string) => Promise<void>} press a key by its name, perhaps with a modifier: "Shift+Enter"
 * @property {(x: number, y: number) => Promise<void>} click CSS pixels of the page
 * @property {(x: number, y: number) => Promise<void>} moveTo CSS pixels of the page
 * @property {() => Promise<Buffer>} screenshot PNG of what is visible
 * @property {() => Promise<void>} close with what the person stored
 */

/**
 * A browser that is not running yet, or is.
 * @typedef {object} Engine
 * @property {string} name
 * @property {(size: { width: number, height: number }) => Promise<Window>} person a window with storage of its own, `size` CSS pixels inside
 * @property {() => Promise<void>} end ends every process that belongs to it
 */

export {};
