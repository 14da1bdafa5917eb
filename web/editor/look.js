// How code looks. The colours themselves are in the page's style sheet: classes here, CSS variables there.

import { EditorView, lineNumbers } from "@codemirror/view";
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

/** Prompts in the place of line numbers. */
export function prompts(first, next) {
  if (!first && !next) return [];
  return lineNumbers({ formatNumber: (line) => (line === 1 ? first : next) });
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
