// What the pages of the benchmark and the probe in them share through `window`.

interface Probe {
  /** ms since the start of the navigation; 0: not usable yet */
  usableAt: number;
  /** the burst being measured */
  burst: { target: number; started: number; done: number };
  /** called by a page when `total` messages of the burst are in their place */
  /** So many are shown; `painted` resolves when that was handed over for display. */
  saw(total: number, painted?: () => Promise<number>): void;
  arm(target: number): void;
  start(): void;
  stop(): { frames: number[]; longTasks: number[]; keys: number[] };
  /** animation frames the page asked for so far */
  asked: number;
  painted(): Promise<number>;
  armJump(): void;
  jumped: Promise<number>;
}

interface Bench {
  /** names this page to the load server */
  readonly page: string;
  /** the address of the data socket */
  readonly url: string;
  ready: boolean;
  /** opens the data socket, for pages that do it themselves */
  connect(onmessage: (event: MessageEvent<string>) => void): WebSocket;
  /** builds the frames of the next go */
  prepare(n: number, batch?: number): Promise<void>;
  /** resolves when all has been sent; __probe.burst tells when all was shown */
  go(n: number, options?: { batch?: number; rate?: number }): Promise<void>;
  /** lets the harness know how far it is, though it may be too busy to answer */
  tell(total: number): void;
  /** messages in their place so far */
  total(): number;
  /** frames drawn so far, for pages that draw themselves */
  frames?(): number;
  /** what stands in the middle of the log; null: nothing does (yet) */
  /** Rows whose height is not known yet. Banter only. */
  unmeasured?(): number;
  position(): string | null;
  /** the log, in CSS pixels of the page */
  area(): { x: number; y: number; width: number; height: number };
  /** sets total, position and area for a log of DOM rows */
  log(scroller: () => Element, row: string): void;
}

declare const __probe: Probe;
declare const bench: Bench;
interface Window {
  __probe: Probe;
  bench: Bench;
}
