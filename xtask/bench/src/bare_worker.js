// A process of the relay's protocol (PROTOCOL.md) without Python: what browser and relay take by themselves.
// It is told [role, url, version, port, count]; a server says "listening", a client the milliseconds that `count` messages to and fro took.

const [AF_INET, SOCK_STREAM, MESSAGE_SIZE] = [2, 1, 100];
const waiting = new Map();
let socket;
let lastId = 0;

onmessage = ({ data: [role, url, version, port, count] }) => {
  const address = { inet: { host: '127.0.0.1', port } };
  open(url, version)
    .then(() => (role === 'server' ? serve(address) : ask(address, count)))
    .catch((error) => postMessage(String(error)));
};

function open(url, version) {
  socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  return new Promise((done, fail) => {
    socket.onopen = () => send({ hello: { version } });
    socket.onclose = ({ code, reason }) => fail(new Error(`closed: ${code} ${reason}`));
    socket.onmessage = ({ data }) => {
      const size = new DataView(data).getUint32(0, true);
      const { hello, reply } = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, size)));
      if (hello) done();
      if (reply) waiting.get(reply.id)([reply.outcome, new Uint8Array(data, 4 + size)]);
    };
  });
}

function send(header, payload = new Uint8Array()) {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const frame = new Uint8Array(4 + text.length + payload.length);
  new DataView(frame.buffer).setUint32(0, text.length, true);
  frame.set(text, 4);
  frame.set(payload, 4 + text.length);
  socket.send(frame);
}

async function call(call, payload) {
  const id = ++lastId;
  const answer = new Promise((done) => waiting.set(id, done));
  send({ call: { id, call } }, payload);
  const [outcome, received] = await answer;
  waiting.delete(id);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return [outcome.ok, received];
}

async function newSocket() {
  const [{ opened }] = await call({ socket: { family: AF_INET, kind: SOCK_STREAM, protocol: 0 } });
  return opened.fd;
}

const sendAll = (fd, payload) => call({ sendall: { fd, flags: 0, wait: 'forever' } }, payload);
const receive = async (fd) => (await call({ recv: { fd, size: 1024, flags: 0, wait: 'forever' } }))[1];

async function serve(address) {
  const listener = await newSocket();
  await call({ bind: { fd: listener, address } });
  await call({ listen: { fd: listener, backlog: 1 } });
  postMessage('listening');
  const [{ accepted }] = await call({ accept: { fd: listener, wait: 'forever' } });
  for (let data = await receive(accepted.fd); data.length > 0; data = await receive(accepted.fd)) {
    await sendAll(accepted.fd, data);
  }
}

async function ask(address, count) {
  const fd = await newSocket();
  await call({ connect: { fd, address, wait: 'forever' } });
  const message = new Uint8Array(MESSAGE_SIZE);
  const began = performance.now();
  for (let n = 0; n < count; n++) {
    await sendAll(fd, message);
    const { length } = await receive(fd);
    if (length !== MESSAGE_SIZE) throw new Error(`${length} bytes came`);
  }
  postMessage(performance.now() - began);
}
