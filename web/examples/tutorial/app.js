// What a WebSocket tutorial has its readers write. It knows nothing of Banter and runs against its
// server as it stands; the only thing a strict Content-Security-Policy asked for is a file of its own.
const protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
const socket = new WebSocket(`${protocol}//${location.host}/ws`);

const chatBox = document.getElementById('chat-box');
const input = document.getElementById('message');
const button = document.getElementById('send');

socket.addEventListener('open', () => {
  console.log('Connected');
});

socket.addEventListener('message', event => {
  const { message } = JSON.parse(event.data);
  console.log('Message', message);
  const paragraph = document.createElement('p');
  paragraph.textContent = message;
  chatBox.appendChild(paragraph);
});

socket.addEventListener('close', () => {
  console.log('Disconnected');
});

socket.addEventListener('error', error => {
  console.error('WebSocket error', error);
});

function sendMessage() {
  const message = input.value;
  if (message === '') return;
  socket.send(JSON.stringify({ message }));
  input.value = '';
}

button.addEventListener('click', sendMessage);
input.addEventListener('keydown', event => {
  if (event.key === 'Enter') sendMessage();
});
