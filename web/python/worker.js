// A terminal's worker: one Python process. Everything but its beginning and its end by accident is Rust, in ./python.js.
//
// The first message is [WebAssembly.Module, text of PageToWorker::Start]; all later ones are texts of PageToWorker.
import init, { receive, run_fiber, start } from './python.js';

let started;

onmessage = ({ data }) => {
  if (started === undefined) started = begin(data);
  else started.then(() => receive(data));
};

async function begin([module, text]) {
  await init({ module_or_path: module });
  start(text, run_fiber);
}

// After a trap nothing in Rust can be relied on, not even memory for this message.
function crashed(error) {
  const why = error?.message ?? String(error);
  postMessage(JSON.stringify({ exited: { reason: { crashed: { why } } } }));
  close();
}

addEventListener('error', (event) => crashed(event.error ?? event.message));
addEventListener('unhandledrejection', (event) => crashed(event.reason));
