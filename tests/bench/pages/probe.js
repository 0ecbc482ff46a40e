// @ts-check
// Injected into every page before its own scripts. Nothing here runs until it is asked to, but for
// one poll a frame until the page is usable.
{
  const request = window.requestAnimationFrame.bind(window);  // ours are not counted as the page's
  let on = false;
  /** @type {number[]} */
  let frames = [];
  /** @type {number[]} */
  let longTasks = [];
  /** @type {number[]} */
  let keys = [];
  let seen = 0;
  let told = 0;

  /** @type {Probe} */
  const probe = {
    usableAt: 0,
    burst: { target: Infinity, started: 0, done: 0 },
    asked: 0,
    jumped: Promise.resolve(0),

    arm(target) {
      seen = 0;
      probe.burst = { target, started: performance.now(), done: 0 };
    },
    saw(total, painted = probe.painted) {
      const { burst } = probe;
      // A page that is jammed answers no question, but can still be heard.
      const now = performance.now();
      if (now - told >= 250) {
        told = now;
        window.bench.tell(total);
      }
      if (total < burst.target || seen >= burst.target) return;
      seen = total;
      void painted().then((now) => {
        burst.done = now;
      });
    },

    start() {
      frames = [];
      longTasks = [];
      keys = [];
      on = true;
      let last = 0;
      const tick = (/** @type {number} */ now) => {
        if (!on) return;
        if (last) frames.push(now - last);
        last = now;
        request(tick);
      };
      request(tick);
    },
    stop() {
      on = false;
      return { frames, longTasks, keys };
    },

    /** Resolves when the next frame has been handed over for display. */
    painted: () =>
      new Promise((resolve) => {
        request(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now());
          port2.postMessage(0);
        });
      }),

    armJump() {
      const before = window.bench.position();
      probe.jumped = new Promise((resolve) => {
        const moved = (/** @type {WheelEvent} */ event) => {
          let last = before;
          let still = 0;
          let since = 0;
          const poll = async () => {
            const now = window.bench.position();
            if (now === null || now !== last) {
              last = now;
              still = 0;
              since = await probe.painted();
            } else if (last !== before && ++still === 3) {
              resolve(since - event.timeStamp);
              return;
            }
            request(poll);
          };
          request(poll);
        };
        window.addEventListener('wheel', moved, { capture: true, passive: true, once: true });
      });
    },
  };
  window.__probe = probe;

  window.requestAnimationFrame = (callback) => {
    probe.asked++;
    return request(callback);
  };
  new PerformanceObserver((list) => {
    if (on) for (const entry of list.getEntries()) longTasks.push(entry.duration);
  }).observe({ type: 'longtask' });
  window.addEventListener('keydown', (event) => {
    if (on) keys.push(performance.now() - event.timeStamp);
  }, true);

  const waitUntilUsable = () => {
    if (window.bench?.ready) probe.usableAt = performance.now();
    else request(waitUntilUsable);
  };
  request(waitUntilUsable);
}
