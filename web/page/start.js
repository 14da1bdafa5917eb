// Starts the page. Python is asked for at once: it is the largest part, and need not wait for the page's own code.

import init, { start } from "./page.js";

/** What is said where the page itself cannot: it has the texts, and the languages. */
function failure(error) {
  const tag = navigator.language.toLowerCase();
  if (/^zh.*(hant|tw|hk|mo)/.test(tag)) return `sockbox 無法啟動：${error}。重新載入頁面可能有幫助。`;
  if (tag.startsWith("zh")) return `sockbox 无法启动：${error}。重新加载页面可能会有帮助。`;
  return `sockbox could not start: ${error}. Reloading the page may help.`;
}

// Scripts may wait for `sockbox.ready` before the rest of it is there.
let settle;
window.sockbox = { ready: new Promise((resolve, reject) => (settle = { resolve, reject })) };
window.sockbox.ready.catch(() => {});

const assets = new URL(".", import.meta.url).href;
const python = "Suspending" in WebAssembly ? fetch(`${assets}python_bg.wasm`) : undefined;
// A failure is told by the page, which awaits the same promise.
python?.catch(() => {});

// A page that comes back by the Back button has ended its processes when it was left.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

try {
  await init();
  const misplaced = start(assets, python);
  if (misplaced) settle.reject(new Error(misplaced));
  else settle.resolve(window.sockbox.ready);
} catch (error) {
  settle.reject(error);
  const told = document.createElement("p");
  told.setAttribute("role", "alert");
  told.textContent = failure(error);
  document.getElementById("page").replaceChildren(told);
}
