// A terminal's worker: one Python process. Everything but its beginning and its end by accident is Rust, in ./python.js.
//
// The first message is [WebAssembly.Module, text of PageToWorker::Start]; all later ones are texts of PageToWorker.
import init, { memory_refused, receive, run_fiber, start } from './python.js';

// As build.rs has it.
const MEMORY_MAX = '1024 MiB';

// Texts of WorkerToPage that the next message brings.
const gathered = [];

let started;
let memory;

onmessage = ({ data }) => {
  if (Array.isArray(data)) started = begin(data);
  // Before the first message there is no process that could be told anything.
  else started?.then(() => receive(data));
};

async function begin([module, text]) {
  ({ memory } = await init({ module_or_path: module }));
  start(text, run_fiber, gathered);
}

// After a trap nothing in Rust can be relied on, not even memory for this message.
function crashed(error) {
  const why = explain(error);
  postMessage([...gathered, JSON.stringify({ exited: { reason: { crashed: { why } } } })]);
  close();
}

function explain(error) {
  const text = error?.message ?? String(error);
  if (error instanceof RangeError) return 'its stack is used up: too many calls within calls';
  if (!(error instanceof WebAssembly.RuntimeError)) return text;
  // It reads one number, which even a module that has trapped can do.
  const refused = memory === undefined ? 0 : memory_refused();
  if (refused === 0) return `the interpreter failed: ${text}`;
  const megabytes = (bytes) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  return `its memory is used up: it has ${megabytes(memory.buffer.byteLength)} of the ${MEMORY_MAX} that a process may have, \
and wanted ${megabytes(refused)} more`;
}

addEventListener('error', (event) => crashed(event.error ?? event.message));
addEventListener('unhandledrejection', (event) => crashed(event.reason));
