// Lists at the entry line: what may follow the cursor, which only the process knows, and the entries of before.

import { autocompletion, completionStatus, startCompletion } from "@codemirror/autocomplete";

/** Entries of before that are listed at once. */
const ENTRIES = 200;

export class Offers {
  #notify;
  #last = 0;
  #waiting;
  #history;

  constructor(notify) {
    this.#notify = notify;
  }

  get extension() {
    return autocompletion({
      override: [(context) => this.#find(context)],
      activateOnTyping: false,
      defaultKeymap: false,
      icons: false,
      interactionDelay: 0,
      maxRenderedOptions: ENTRIES,
      optionClass: (option) => `offer-${option.type}`,
    });
  }

  /** What the process says to a question. A single option is taken at once. */
  answer(view, request, replaced, options) {
    if (request !== this.#last || !this.#waiting) return;
    const { resolve, at } = this.#waiting;
    this.#waiting = undefined;
    const from = at - replaced;
    if (options.length === 1 && view.state.selection.main.head === at) {
      const [{ text }] = options;
      view.dispatch({ changes: { from, to: at, insert: text }, selection: { anchor: from + text.length }, userEvent: "input.complete" });
      return resolve(null);
    }
    const listed = options.map(({ text, kind }) => ({ label: text, type: kind, detail: kind === "variable" ? "" : kind }));
    resolve(listed.length ? { from, options: listed, validFor: /^[\w./-]*$/ } : null);
  }

  showHistory(view, entries) {
    this.#history = [...new Set(entries.toReversed())];
    startCompletion(view);
  }

  #find(context) {
    const { state } = context;
    if (this.#history) return this.#findEntries(state);
    const at = context.pos;
    const request = ++this.#last;
    const answer = new Promise((resolve) => (this.#waiting = { resolve, at }));
    this.#notify("complete", `${request}\n${state.sliceDoc(0, at)}`);
    return answer;
  }

  /** The list narrows with what is typed, and is over when it is closed. */
  #findEntries(state) {
    const wanted = state.doc.toString();
    const entries = (this.#history ?? []).filter((entry) => entry.includes(wanted)).slice(0, ENTRIES);
    if (!entries.length) this.#history = undefined;
    const label = (entry) => entry.replaceAll("\n", " ⏎ ");
    const options = entries.map((entry) => ({ label: label(entry), type: "entry", apply: (view) => this.#take(view, entry) }));
    const update = (_result, _from, _to, context) => this.#findEntries(context.state);
    return options.length ? { from: 0, to: state.doc.length, options, filter: false, update } : null;
  }

  #take(view, entry) {
    this.#history = undefined;
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: entry },
      selection: { anchor: entry.length },
      userEvent: "input.complete",
    });
  }

  /** Whether the list of entries was closed without a choice. */
  get listener() {
    return (update) => {
      if (this.#history && completionStatus(update.startState) && !completionStatus(update.state)) this.#history = undefined;
    };
  }
}
