// How code looks. The colours themselves are in the page's style sheet: classes here, CSS variables there.

import { EditorView, gutters, lineNumbers } from "@codemirror/view";
import { syntaxHighlighting } from "@codemirror/language";
import { pythonLanguage } from "@codemirror/lang-python";
import { classHighlighter, highlightCode } from "@lezer/highlight";

/** Colours by the classes `tok-*`. */
export const colours = syntaxHighlighting(classHighlighter);

/** Everything else comes from the terminal around it. */
export const look = EditorView.theme({
  "&": { color: "inherit", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", fontSize: "inherit", lineHeight: "inherit", overflow: "visible" },
  ".cm-content": { padding: "0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0" },
  ".cm-gutters": { background: "none", border: "none", color: "var(--prompt)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 1ch 0 0", minWidth: "0", textAlign: "left", whiteSpace: "pre" },
  ".cm-placeholder": { color: "var(--faint)" },
  "&.cm-focused .cm-matchingBracket": { background: "none", color: "inherit", outline: "1px solid var(--faint)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "none", color: "inherit" },
});

/** The editor of a file fills the pane around it and scrolls by itself. */
export const fileLook = EditorView.theme({
  "&": { height: "100%", color: "inherit", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: "inherit", lineHeight: "inherit" },
  ".cm-content": { padding: "0.35rem 0", caretColor: "var(--accent)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)" },
  ".cm-line": { padding: "0 0.8rem 0 0.3rem" },
  // Not transparent: long lines are scrolled under it.
  ".cm-gutters": { background: "var(--code)", border: "none", color: "var(--faint)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.5rem 0 0.6rem", minWidth: "2.6rem" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--active-line)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent" },
  "& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "var(--selection)",
  },
  "&.cm-focused .cm-matchingBracket": { background: "none", color: "inherit", outline: "1px solid var(--faint)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "none", color: "var(--error)" },
  ".cm-selectionMatch, .cm-searchMatch": { background: "var(--match)" },
  ".cm-panels": { background: "var(--bar)", color: "inherit" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
});

/** Prompts in the place of line numbers. */
export function prompts(first, next) {
  if (!first && !next) return [];
  // Lines are wrapped, so nothing is ever scrolled under the prompts. As a fixed gutter they would be a margin of whole
  // pixels, and a list whose place is a part of a pixel to the left of that would be hidden.
  return [gutters({ fixed: false }), lineNumbers({ formatNumber: (line) => (line === 1 ? first : next) })];
}

/** Appends `code` to `element` in the editor's colours. */
export function highlight(element, code) {
  const put = (text, classes) => {
    if (!classes) return element.append(text);
    const span = document.createElement("span");
    span.className = classes;
    span.textContent = text;
    element.append(span);
  };
  highlightCode(code, pythonLanguage.parser.parse(code), classHighlighter, put, () => put("\n"));
}
