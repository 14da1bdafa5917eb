// The editor of a file pane, as `web/page/src/editor/file.rs` uses it: one view, and for each file its own text, cursor and
// history of changes.

import { EditorState, Annotation, Compartment, EditorSelection, StateEffect, StateField } from "@codemirror/state";
import { EditorView, Decoration, keymap, lineNumbers, highlightActiveLine, drawSelection } from "@codemirror/view";
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentLess,
  indentMore,
  temporarilySetTabFocusMode,
  toggleComment,
} from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { search, searchKeymap, highlightSelectionMatches } from "@codemirror/search";
import { python } from "@codemirror/lang-python";
import { colours, fileLook } from "./look.js";

/** Marks the changes the page made itself: they are not told back to it. */
const byPage = Annotation.define();

/**
 * Makes an editor in `parent`. `notify(happening, name, text)` is called with "changed" whenever a person changed a file,
 * and with "run" for Ctrl+Enter.
 */
export function createFileEditor(parent, describedBy, notify) {
  return new FileEditor(parent, describedBy, notify);
}

class FileEditor {
  #states = new Map();
  #name = "";
  #view;
  #texts = new Compartment();
  #label = "";
  #phrases = {};
  #describedBy;
  #notify;

  constructor(parent, describedBy, notify) {
    this.#describedBy = describedBy;
    this.#notify = notify;
    this.#view = new EditorView({ parent, state: this.#newState("", "") });
  }

  /** What assistive technology calls it, and CodeMirror's English phrases in the language of the page. */
  setTexts(label, phrases) {
    this.#label = label;
    this.#phrases = phrases;
    this.#view.setState(this.#inLanguage(this.#view.state, this.#name));
  }

  /** Shows a file; the text counts only if the editor does not have the file or has another text. */
  show(name, text) {
    if (name !== this.#name) {
      this.mark(0, false);
      if (this.#name) this.#states.set(this.#name, this.#view.state);
      const known = this.#states.get(name);
      this.#view.setState(known ? this.#inLanguage(known, name) : this.#newState(name, text));
      this.#name = name;
    }
    this.replace(name, text);
  }

  /** A file has another text now, by a program. */
  replace(name, text) {
    if (name !== this.#name) {
      this.#states.delete(name);
    } else if (this.#view.state.doc.toString() !== text) {
      const changes = { from: 0, to: this.#view.state.doc.length, insert: text };
      this.#view.dispatch({ changes, annotations: byPage.of(true) });
    }
  }

  /** A file is gone. */
  forget(name) {
    this.#states.delete(name);
    if (name !== this.#name) return;
    this.#name = "";
    this.#view.setState(this.#newState("", ""));
  }

  /** The cursor goes to a line, and the focus with it. */
  goTo(line) {
    const { from } = this.#line(line);
    const effects = EditorView.scrollIntoView(from, { y: "center" });
    this.#view.dispatch({ selection: EditorSelection.cursor(from), effects });
    this.#view.focus();
  }

  /** Marks the line that runs; 0 marks none. `reveal`: scrolls there. */
  mark(line, reveal) {
    const at = line ? this.#line(line).from : null;
    const effects = [setRunning.of(at)];
    if (at !== null && reveal) effects.push(EditorView.scrollIntoView(at, { y: "nearest", yMargin: 20 }));
    this.#view.dispatch({ effects });
  }

  focus() {
    this.#view.focus();
  }

  #line(line) {
    const { doc } = this.#view.state;
    return doc.line(Math.min(Math.max(line, 1), doc.lines));
  }

  /** A panel for the search that is open is made anew with its state, and then has the new texts. */
  #inLanguage(state, name) {
    return state.update({ effects: this.#texts.reconfigure(this.#textsOf(name)) }).state;
  }

  #textsOf(name) {
    const label = `${this.#label}${name && `, ${name}`}`;
    return [EditorView.contentAttributes.of({ "aria-label": label }), EditorState.phrases.of(this.#phrases)];
  }

  #newState(name, text) {
    const run = () => {
      this.#notify("run", this.#name, "");
      return true;
    };
    return EditorState.create({
      doc: text,
      extensions: [
        keymap.of([
          { key: "Mod-Enter", run },
          { key: "Tab", run: indentMore, shift: indentLess },
          // No keyboard trap: for two seconds Tab belongs to the browser.
          { key: "Escape", run: temporarilySetTabFocusMode },
          { key: "Mod-/", run: toggleComment },
          ...closeBracketsKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        search({ top: true }),
        highlightSelectionMatches(),
        name.endsWith(".py") ? pythonFile : [],
        EditorState.tabSize.of(4),
        indentUnit.of("    "),
        running,
        this.#texts.of(this.#textsOf(name)),
        EditorView.contentAttributes.of({
          "aria-describedby": this.#describedBy,
          // Editable text has the focus anyway; this says so to tools that look for it.
          tabindex: "0",
          autocapitalize: "off",
          autocorrect: "off",
          spellcheck: "false",
        }),
        EditorView.updateListener.of((update) => this.#tellChange(update)),
        fileLook,
      ],
    });
  }

  #tellChange(update) {
    const people = update.transactions.some((change) => change.docChanged && !change.annotation(byPage));
    if (people && this.#name) this.#notify("changed", this.#name, update.state.doc.toString());
  }
}

const pythonFile = [python(), bracketMatching(), closeBrackets(), indentOnInput(), colours];

/** Where the line begins that is marked as the one that runs. */
const setRunning = StateEffect.define({ map: (at, changes) => (at === null ? null : changes.mapPos(at)) });

const running = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    marks = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setRunning)) {
        marks = effect.value === null ? Decoration.none : Decoration.set([runningLine.range(effect.value)]);
      }
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const runningLine = Decoration.line({ class: "running-line" });
