// The keys of a console, as a terminal has them.

import { insertNewlineAndIndent, indentLess, temporarilySetTabFocusMode } from "@codemirror/commands";
import { indentUnit } from "@codemirror/language";

/** The keymap; `notify` is told "submit", "interrupt", "end", "clear", "older" and "newer". */
export function consoleKeys(notify) {
  const tell = (happening) => (view) => {
    notify(happening, view.state.doc.toString());
    return true;
  };
  return [
    { key: "Enter", run: (view) => (onLastLine(view.state) ? tell("submit") : insertNewlineAndIndent)(view) },
    { key: "Mod-Enter", run: tell("submit") },
    { key: "Shift-Enter", run: insertNewlineAndIndent },
    { key: "ArrowUp", run: (view) => onFirstLine(view.state) && tell("older")(view) },
    { key: "ArrowDown", run: (view) => onLastLine(view.state) && tell("newer")(view) },
    // With a selection the browser copies, as everywhere.
    { key: "Ctrl-c", run: (view) => view.state.selection.main.empty && tell("interrupt")(view) },
    { key: "Ctrl-d", run: (view) => view.state.doc.length === 0 && tell("end")(view) },
    { key: "Ctrl-l", run: tell("clear") },
    { key: "Tab", run: indent, shift: indentLess },
    // No keyboard trap: for two seconds Tab belongs to the browser.
    { key: "Escape", run: temporarilySetTabFocusMode },
  ];
}

function indent({ state, dispatch }) {
  dispatch(state.update(state.replaceSelection(state.facet(indentUnit)), { userEvent: "input.indent" }));
  return true;
}

function onFirstLine(state) {
  const { main } = state.selection;
  return main.empty && state.doc.lineAt(main.head).number === 1;
}

function onLastLine(state) {
  const { main } = state.selection;
  return state.doc.lineAt(main.to).number === state.doc.lines;
}
