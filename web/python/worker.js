// A terminal's worker: one Python process. Everything but its beginning and its end by accident is Rust, in ./python.js.
//
// The first message is [WebAssembly.Module, text of PageToWorker::Start]; all later ones are texts of PageToWorker.
import init, { receive, run_fiber, start } from './python.js';

// Wasm's memory ends at 4 GiB; one large object more did not fit.
const NEARLY_ALL_MEMORY = 2 ** 31;

let started;
let memory;

onmessage = ({ data }) => {
  if (started === undefined) started = begin(data);
  else started.then(() => receive(data));
};

async function begin([module, text]) {
  ({ memory } = await init({ module_or_path: module }));
  start(text, run_fiber);
}

// After a trap nothing in Rust can be relied on, not even memory for this message.
function crashed(error) {
  const why = explain(error);
  postMessage(JSON.stringify({ exited: { reason: { crashed: { why } } } }));
  close();
}

function explain(error) {
  const text = error?.message ?? String(error);
  if (error instanceof RangeError) return 'its stack is used up: too many calls within calls';
  if (!(error instanceof WebAssembly.RuntimeError)) return text;
  const size = memory?.buffer.byteLength ?? 0;
  return size < NEARLY_ALL_MEMORY ? `the interpreter failed: ${text}` : 'its memory is used up';
}

addEventListener('error', (event) => crashed(event.error ?? event.message));
addEventListener('unhandledrejection', (event) => crashed(event.reason));
