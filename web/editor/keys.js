// The keys of a console, as a terminal has them.

import { insertNewlineAndIndent, indentLess, temporarilySetTabFocusMode } from "@codemirror/commands";
import { acceptCompletion, closeCompletion, completionStatus, moveCompletionSelection, startCompletion } from "@codemirror/autocomplete";
import { indentUnit } from "@codemirror/language";

/**
 * The keymap; `notify` is told "submit", "interrupt", "end", "clear", "older", "newer" and "search". A list of
 * completions that is open has the keys first.
 */
export function consoleKeys(notify) {
  const tell = (happening) => (view) => {
    notify(happening, view.state.doc.toString());
    return true;
  };
  return [
    { key: "Enter", run: acceptCompletion },
    { key: "ArrowUp", run: moveCompletionSelection(false) },
    { key: "ArrowDown", run: moveCompletionSelection(true) },
    { key: "PageUp", run: moveCompletionSelection(false, "page") },
    { key: "PageDown", run: moveCompletionSelection(true, "page") },
    { key: "Escape", run: closeCompletion },
    { key: "Ctrl-r", run: (view) => (completionStatus(view.state) ? moveCompletionSelection(true) : tell("search"))(view) },
    { key: "Enter", run: (view) => (onLastLine(view.state) ? tell("submit") : insertNewlineAndIndent)(view) },
    { key: "Mod-Enter", run: tell("submit") },
    { key: "Shift-Enter", run: insertNewlineAndIndent },
    { key: "ArrowUp", run: (view) => onFirstLine(view.state) && tell("older")(view) },
    { key: "ArrowDown", run: (view) => onLastLine(view.state) && tell("newer")(view) },
    // With a selection the browser copies, as everywhere.
    { key: "Ctrl-c", run: (view) => view.state.selection.main.empty && tell("interrupt")(view) },
    { key: "Ctrl-d", run: (view) => view.state.doc.length === 0 && tell("end")(view) },
    { key: "Ctrl-l", run: tell("clear") },
    { key: "Tab", run: (view) => acceptCompletion(view) || (afterWord(view.state) ? startCompletion : indent)(view), shift: indentLess },
    // No keyboard trap: for two seconds Tab belongs to the browser.
    { key: "Escape", run: temporarilySetTabFocusMode },
  ];
}

function indent({ state, dispatch }) {
  dispatch(state.update(state.replaceSelection(state.facet(indentUnit)), { userEvent: "input.indent" }));
  return true;
}

/** Whether there is something before the cursor that could go on. */
function afterWord(state) {
  const { main } = state.selection;
  const line = state.doc.lineAt(main.head);
  return main.empty && line.text.slice(0, main.head - line.from).trim() !== "";
}

function onFirstLine(state) {
  const { main } = state.selection;
  return main.empty && state.doc.lineAt(main.head).number === 1;
}

function onLastLine(state) {
  const { main } = state.selection;
  return state.doc.lineAt(main.to).number === state.doc.lines;
}
