// Starts the page. Python and the workers of the first two terminals are asked for at once: they need not wait for the page's own
// code, which is therefore not imported before.

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
// The page makes these anew, and tells a failure then.
const broken = new Set();
const isWhole = (worker) => !broken.has(worker);
const make = (file) => {
  const worker = new Worker(assets + file, { type: "module" });
  worker.addEventListener("error", () => broken.add(worker));
  return worker;
};
const early = "Suspending" in WebAssembly ? ["compile.js", "worker.js", "worker.js"].map(make) : [];

// A page that comes back by the Back button has ended its processes when it was left.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

try {
  const { default: init, start } = await import("./page.js");
  await init();
  const [compiler, ...processes] = early;
  const misplaced = start(assets, isWhole(compiler) ? compiler : undefined, processes.filter(isWhole));
  if (misplaced) {
    early.forEach((worker) => worker.terminate());
    settle.reject(new Error(misplaced));
  } else settle.resolve(window.sockbox.ready);
} catch (error) {
  settle.reject(error);
  const told = document.createElement("p");
  told.setAttribute("role", "alert");
  told.textContent = failure(error);
  document.getElementById("page").replaceChildren(told);
}
