// The entry line of a Python console, as `web/page/src/editor.rs` uses it.
//
// Texts in, happenings out: the editor decides nothing about the console. It tells `notify(happening, text)` what was
// asked for (see keys.js), and "changed" with the whole text whenever a person changed it.

import { EditorState, Compartment, Annotation, EditorSelection } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap, insertNewlineAndIndent } from "@codemirror/commands";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { Offers } from "./offers.js";
import { python } from "@codemirror/lang-python";
import { consoleKeys } from "./keys.js";
import { colours, look, prompts } from "./look.js";
export { createFileEditor } from "./file.js";
export { highlight } from "./look.js";

/** Marks the changes the page made itself: they are not told back to it. */
const byPage = Annotation.define();

/**
 * Makes an editor in `parent`. `describedBy` is the id of the hint that assistive technology reads out; `notify` is called
 * with what happened and a text.
 */
export function create(parent, describedBy, notify) {
  return new Entry(parent, describedBy, notify);
}

class Entry {
  #label = new Compartment();
  #prompt = new Compartment();
  #language = new Compartment();
  #hint = new Compartment();
  #offers;
  #view;

  constructor(parent, describedBy, notify) {
    this.#offers = new Offers(notify);
    const extensions = [
      this.#offers.extension,
      this.#label.of([]),
      this.#prompt.of(prompts(">>>", "...")),
      this.#language.of(pythonCode),
      this.#hint.of([]),
      // A key that is held down repeats itself; a second press of Ctrl-C means something else than the first.
      EditorView.domEventHandlers({ keydown: (event) => event.repeat && event.ctrlKey && event.key === "c" }),
      keymap.of([...consoleKeys(notify), ...historyKeymap, ...defaultKeymap]),
      history(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        "aria-describedby": describedBy,
        autocapitalize: "off",
        autocorrect: "off",
        spellcheck: "false",
      }),
      EditorView.updateListener.of((update) => tellChange(update, notify)),
      EditorView.updateListener.of(this.#offers.listener),
      look,
    ];
    this.#view = new EditorView({ parent, state: EditorState.create({ extensions }) });
  }

  /** The whole text. */
  get text() {
    return this.#view.state.doc.toString();
  }

  /** Replaces the whole text; the cursor goes to its end. */
  setText(text) {
    this.#change({ from: 0, to: this.#view.state.doc.length, insert: text }, text.length);
  }

  /** Puts `text` where the cursor is. */
  insert(text) {
    const { from, to } = this.#view.state.selection.main;
    this.#view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length } });
  }

  /** Puts `text` and a new, indented line before what has been typed since. */
  resume(text) {
    const insert = withNewLine(text);
    this.#change({ from: 0, insert }, this.#view.state.selection.main.head + insert.length);
  }

  /** What assistive technology calls it. */
  setLabel(text) {
    const label = EditorView.contentAttributes.of({ "aria-label": text });
    this.#view.dispatch({ effects: this.#label.reconfigure(label) });
  }

  /** What stands before the first line and before the others; `code` tells whether Python is being written. */
  setPrompt(first, next, code) {
    this.#view.dispatch({
      effects: [this.#prompt.reconfigure(prompts(first, next)), this.#language.reconfigure(code ? pythonCode : [])],
    });
  }

  /** The pale text of the empty editor. */
  setHint(text) {
    this.#view.dispatch({ effects: this.#hint.reconfigure(text ? placeholder(text) : []) });
  }

  /** Answers "complete": options `[{text, kind}]` that take the place of so many characters before the cursor. */
  offer(request, replaced, options) {
    this.#offers.answer(this.#view, request, replaced, options);
  }

  /** Answers "search": the entries of before, oldest first. */
  offerHistory(entries) {
    this.#offers.showHistory(this.#view, entries);
  }

  focus() {
    this.#view.focus();
  }

  #change(changes, head) {
    this.#view.dispatch({
      changes,
      selection: EditorSelection.cursor(head),
      annotations: byPage.of(true),
      scrollIntoView: true,
    });
  }
}

const pythonCode = [python(), indentUnit.of("    "), EditorState.tabSize.of(4), bracketMatching(), colours];

/** `text` as it is after Enter at its end. */
function withNewLine(text) {
  let state = EditorState.create({ doc: text, selection: { anchor: text.length }, extensions: pythonCode });
  insertNewlineAndIndent({ state, dispatch: (change) => (state = change.state) });
  return state.doc.toString();
}

function tellChange(update, notify) {
  const people = update.transactions.some((change) => change.docChanged && !change.annotation(byPage));
  if (people) notify("changed", update.state.doc.toString());
}
