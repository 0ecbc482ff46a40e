// @ts-check
// The tutorials' client: one `innerHTML +=` a message.
const chatBox = /** @type {HTMLElement} */ (document.getElementById('chatBox'));
const messageInput = /** @type {HTMLInputElement} */ (document.getElementById('messageInput'));
let shown = 0;

const socket = bench.connect((event) => {
  const data = JSON.parse(event.data);
  chatBox.innerHTML += `<p>${data.message}</p>`;
  __probe.saw(++shown);
});
/** @type {HTMLElement} */ (document.getElementById('sendBtn')).onclick = () => {
  socket.send(JSON.stringify({ type: 'chat', message: messageInput.value }));
  messageInput.value = '';
};

bench.total = () => shown;
bench.log(() => chatBox, '#chatBox > p');
