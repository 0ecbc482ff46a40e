// @ts-check
// What one would write instead: a broadcaster of five lines, and one that tells its port.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', backlog: 4096 });
server.on('connection', (socket) => {
  socket.on('message', (data) => { for (const client of server.clients) client.send(data.toString()); });
});
server.on('listening', () => console.log(`listening on ${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`));
