// How the text editor looks: only the custom properties of the window's own style sheet, so that a theme switch is one
// change of properties and the editor never disagrees with the window around it.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const mono = '"JetBrains Mono", ui-monospace, monospace';
const floating = {
  backgroundColor: "var(--raised)",
  color: "var(--ink)",
  border: "1px solid var(--line)",
  borderRadius: "8px",
  boxShadow: "0 8px 24px rgb(0 0 0 / 18%)",
};
const underline = (colour) => ({
  backgroundImage: "none",
  // One by one: WebKit knows no wavy line in the short form.
  textDecorationLine: "underline",
  textDecorationStyle: "wavy",
  textDecorationColor: `var(${colour})`,
  textDecorationSkipInk: "none",
  textUnderlineOffset: "3px",
});

const rules = {
  "&": { height: "100%", backgroundColor: "var(--panel)", color: "var(--ink)", fontSize: "12px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: mono, lineHeight: "20px" },
  ".cm-content": { caretColor: "var(--ink)", padding: "8px 0" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--faint)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent-wash) 45%, transparent)" },
  ".cm-errorLine": { backgroundColor: "var(--error-wash)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-wash)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--accent-wash)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-wash)", outline: "1px solid var(--accent)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--error)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--canvas)", border: "1px solid var(--line)", color: "var(--muted)" },
  // Under dialogs, over everything else.
  ".cm-tooltip": { ...floating, fontFamily: "inherit", zIndex: 55 },
  ".cm-tooltip-autocomplete > ul": { fontFamily: mono, maxHeight: "240px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 8px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-wash)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal" },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)" },
  ".cm-hover": { padding: "8px 12px", maxWidth: "420px", whiteSpace: "pre-wrap" },
  ".cm-lintRange-error": underline("--error"),
  ".cm-lintRange-warning": underline("--warning"),
  ".cm-lintRange-info, .cm-lintRange-hint": underline("--muted"),
  ".cm-diagnostic": { padding: "6px 12px", whiteSpace: "pre-wrap", maxWidth: "480px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--error)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-diagnostic-info, .cm-diagnostic-hint": { borderLeftColor: "var(--muted)" },
  ".cm-diagnosticSource": { color: "var(--muted)", opacity: "1" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-textfield": {
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
  },
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
  },
  ".cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--warning) 30%, transparent)" },
  ".cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--warning) 55%, transparent)" },
};

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: tags.string, color: "var(--ok)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warning)" },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: "var(--muted)" },
  { tag: tags.invalid, color: "var(--error)" },
]);

// `dark` changes no colour of ours: it tells the editor's own widgets which of their two defaults to start from.
const frames = { light: EditorView.theme(rules), dark: EditorView.theme(rules, { dark: true }) };

/** @param {boolean} dark */
export const theme = (dark) => [dark ? frames.dark : frames.light, syntaxHighlighting(highlight)];
