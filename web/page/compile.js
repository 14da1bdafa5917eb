// A worker that fetches and compiles Python's module: the page's own start keeps the page's thread busy meanwhile. It begins at
// once. Its first message says that the page listens; then it tells { loaded }, in bytes, now and then, and at last { module } or { error }.

/** Milliseconds between two news of how much has come. */
const PAUSE = 50;

let loaded = 0;

async function compile() {
  const response = await fetch("python_bg.wasm");
  if (!response.ok) throw new Error(`the relay answered ${response.status} for ${response.url}`);
  // What ends this early ends the compiler too, which says why.
  count(response.clone().body.getReader()).catch(() => {});
  return WebAssembly.compileStreaming(response);
}

async function count(body) {
  for (let { value } = await body.read(); value; { value } = await body.read()) loaded += value.byteLength;
}

const outcome = compile().then(
  (module) => ({ module }),
  (error) => ({ error: error.message }),
);

onmessage = async () => {
  const timer = setInterval(() => postMessage({ loaded }), PAUSE);
  const answer = await outcome;
  clearInterval(timer);
  postMessage(answer);
};
