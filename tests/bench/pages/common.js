// @ts-check
// What every page of the benchmark has: its name, its data socket, and the socket that gives orders.
{
  const page = crypto.randomUUID();
  const url = `ws://${location.host}/ws?page=${page}`;

  /** @type {Promise<WebSocket> | undefined} opened by the first order, not by the cold start */
  let control;
  const open = () =>
    (control ??= new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${location.host}/control`);
      socket.onopen = () => resolve(socket);
      socket.onerror = () => reject(new Error('the load server is gone'));
    }));
  /** One at a time. @param {object} order @returns {Promise<void>} when it has been carried out */
  const order = async (order) => {
    const socket = await open();
    socket.send(JSON.stringify({ ...order, page }));
    await new Promise((resolve) => {
      socket.onmessage = resolve;
    });
  };

  window.bench = {
    page,
    url,
    ready: false,
    connect(onmessage) {
      const socket = new WebSocket(url);
      socket.onopen = () => {
        window.bench.ready = true;
      };
      socket.onmessage = onmessage;
      return socket;
    },
    prepare: (n, batch = 1) => order({ cmd: 'prepare', n, batch }),
    go(n, { batch = 1, rate = 0 } = {}) {
      __probe.arm(window.bench.total() + n);
      return order({ cmd: 'go', n, batch, rate });
    },
    tell: (total) => void open().then((socket) => socket.send(JSON.stringify({ cmd: 'tell', page, total }))),
    total: () => 0,
    position: () => null,
    area: () => ({ x: 0, y: 0, width: innerWidth, height: innerHeight }),
    log(scroller, row) {
      window.bench.area = () => scroller().getBoundingClientRect().toJSON();
      window.bench.position = () => {
        const { x, y, width, height } = window.bench.area();
        // The middle may lie between two rows that stand apart; a row's height further down it does not.
        const found = [0, 17].map((dy) => document.elementFromPoint(x + width / 2, y + height / 2 + dy)?.closest(row));
        const text = found.find((element) => element)?.textContent;
        return text === undefined ? null : `${scroller().scrollTop} ${text}`;
      };
    },
  };
}
