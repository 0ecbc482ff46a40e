// @ts-check
// The load server as a process of its own, so that it shares no loop with what measures. Started
// by fork with the mounts as its argument; reports its port and ends with its parent.
import http from 'node:http';
import { staticFiles } from './static_files.mjs';
import { attachStream } from './stream.mjs';

const mounts = /** @type {import('./static_files.mjs').Mount[]} */ (JSON.parse(process.argv[2] ?? '[]'));
const server = http.createServer(staticFiles(mounts));
attachStream(server);
server.listen(0, '127.0.0.1', () => {
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit(0));
