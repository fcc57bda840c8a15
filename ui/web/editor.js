// The text editor behind one small door: `window.EventscapeEditor`.
//
// The window is written in Rust; this file is all it knows of CodeMirror. The editor draws, takes keys and input methods,
// and reports. What the text means (findings, completions, hovers) comes from Rust through the handle.
//
// Every position is a UTF-16 code unit from the start of the text, as in JavaScript strings; lines and columns count from 1.

import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  insertCompletionText,
  pickedCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { forEachDiagnostic, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, RangeSet, StateEffect, StateField, Transaction } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
  tooltips,
} from "@codemirror/view";
import { theme } from "./editor-theme.js";
import { minimalChanges } from "./minimal-change.js";

// Marks a text that came in from the engine, so that it is not reported back to it as the user's typing.
const fromOutside = Annotation.define();

const readOnlyExtensions = (readOnly) => [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)];

// Tab leaves a text that cannot be edited; a reader with a keyboard must not be caught in it.
const tabExtensions = (readOnly) => (readOnly ? [] : keymap.of([indentWithTab]));

/** A finding may be older than the text it is shown on: keep its place inside the text. */
const clampRange = (length, from, to) => {
  const start = Math.max(0, Math.min(from, length));
  return { from: start, to: Math.max(start, Math.min(to, length)) };
};

// The lines that hold an error are tinted as in the form, so that one finds them while scrolling.
const setErrorLines = StateEffect.define();
const errorLine = Decoration.line({ class: "cm-errorLine" });
const errorLines = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    const set = transaction.effects.find((effect) => effect.is(setErrorLines));
    return set ? set.value : lines.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The lines on which an error begins. */
const linesOf = (document, findings) => {
  const errors = findings.filter((finding) => finding.severity === "error");
  const starts = new Set(errors.map((finding) => document.lineAt(finding.from).from));
  return Decoration.set([...starts].map((start) => errorLine.range(start)), true);
};

/** Whether the editor shows these findings already: it moves them along with the text, so that most key strokes change none. */
const areShown = (state, findings) => {
  const told = ({ severity, message, source }, from, to) => [from, to, severity, message, source].join("\n");
  const there = new Set();
  forEachDiagnostic(state, (finding, from, to) => there.add(told(finding, from, to)));
  const wanted = new Set(findings.map((finding) => told(finding, finding.from, finding.to)));
  return there.size === wanted.size && [...wanted].every((it) => there.has(it));
};

const hoverContent = (text) => () => {
  const dom = document.createElement("div");
  dom.className = "cm-hover";
  dom.textContent = text;
  return { dom };
};

// What is typed is compared with what fits as far as the cursor; what stands behind it is replaced all the same.
const putInPlace = (text, behind) => (view, option, from, to) =>
  view.dispatch({
    ...insertCompletionText(view.state, text, from, to + behind),
    annotations: pickedCompletion.of(option),
  });

/**
 * Puts an editor into `parent` and returns its handle.
 *
 * @param {HTMLElement} parent
 * @param {object} options
 * @param {string} [options.doc] the text to start with
 * @param {boolean} [options.readOnly]
 * @param {boolean} [options.dark]
 * @param {string} [options.label] what a screen reader calls the editor
 * @param {(text: string) => void} [options.onChange] the user changed the text; not called for `setDoc`
 * @param {(cursor: {offset: number, line: number, column: number, from: number, to: number}) => void} [options.onCursor]
 */
function create(parent, { doc = "", readOnly = false, dark = false, label = "Text", onChange, onCursor } = {}) {
  const themeSlot = new Compartment();
  const readOnlySlot = new Compartment();
  const tabSlot = new Compartment();
  let completions = null;
  let hover = null;

  const complete = async (context) => {
    if (!completions) return null;
    const found = await completions(context.state.doc.toString(), context.pos, context.explicit);
    if (!found) return null;
    const behind = found.to - context.pos;
    const options = found.options.map((option) => ({ ...option, apply: putInPlace(option.apply, behind) }));
    return { from: found.from, options, validFor: /^[\w.-]*$/ };
  };

  const hoverAt = async (_view, position) => {
    if (!hover) return null;
    const found = await hover(position);
    return found ? { pos: found.from, end: found.to, above: true, create: hoverContent(found.text) } : null;
  };

  const report = EditorView.updateListener.of((update) => {
    const typed = update.docChanged && !update.transactions.some((change) => change.annotation(fromOutside));
    if (typed) onChange?.(update.state.doc.toString());
    if (update.docChanged || update.selectionSet) {
      const { head, from, to } = update.state.selection.main;
      const line = update.state.doc.lineAt(head);
      onCursor?.({ offset: head, line: line.number, column: head - line.from + 1, from, to });
    }
  });

  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc,
      extensions: [
        lineNumbers(),
        highlightActiveLineGutter(),
        foldGutter(),
        history(),
        drawSelection(),
        EditorState.allowMultipleSelections.of(true),
        indentUnit.of("  "),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [complete] }),
        highlightActiveLine(),
        highlightSelectionMatches(),
        search({ top: true }),
        hoverTooltip(hoverAt),
        // A small editor would cut off what it shows at the pointer.
        tooltips({ parent: document.body }),
        json(),
        errorLines,
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...completionKeymap,
          ...lintKeymap,
        ]),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
        tabSlot.of(tabExtensions(readOnly)),
        readOnlySlot.of(readOnlyExtensions(readOnly)),
        themeSlot.of(theme(dark)),
        report,
      ],
    }),
  });

  return {
    /**
     * Shows another text; cursor, folds and scroll stay where the two texts agree. With `follow` the cursor goes to the first
     * place that changed instead, as who takes a step back wants to see what it was.
     */
    setDoc(text, follow = false) {
      const changes = minimalChanges(view.state.doc.toString(), text);
      if (changes.length === 0) return;
      const [first] = changes;
      const place = follow ? { selection: { anchor: first.from + first.insert.length }, scrollIntoView: true } : {};
      view.dispatch({
        changes,
        ...place,
        annotations: [fromOutside.of(true), Transaction.addToHistory.of(false)],
      });
    },

    /** The text as it stands. */
    doc() {
      return view.state.doc.toString();
    },

    /** Where the cursor stands. */
    cursor() {
      return view.state.selection.main.head;
    },

    /** @param {{from: number, to: number, severity: "error"|"warning"|"info"|"hint", message: string, source?: string}[]} findings */
    setDiagnostics(findings) {
      const length = view.state.doc.length;
      const shown = findings.map((finding) => ({ ...finding, ...clampRange(length, finding.from, finding.to) }));
      const lines = linesOf(view.state.doc, shown);
      // A line that is parted or joined takes its finding along, but not always its tint.
      const areTinted = RangeSet.eq([view.state.field(errorLines)], [lines]);
      if (areTinted && areShown(view.state, shown)) return;
      view.dispatch(setDiagnostics(view.state, shown), { effects: setErrorLines.of(lines) });
    },

    setTheme(isDark) {
      view.dispatch({ effects: themeSlot.reconfigure(theme(isDark)) });
    },

    setReadOnly(isReadOnly) {
      view.dispatch({
        effects: [
          readOnlySlot.reconfigure(readOnlyExtensions(isReadOnly)),
          tabSlot.reconfigure(tabExtensions(isReadOnly)),
        ],
      });
    },

    focus() {
      view.focus();
    },

    /** Selects a range and scrolls it into the middle of the editor. */
    revealRange(from, to) {
      const range = clampRange(view.state.doc.length, from, to);
      view.dispatch({
        selection: { anchor: range.from, head: range.to },
        effects: EditorView.scrollIntoView(range.from, { y: "center" }),
      });
    },

    /**
     * @param {null | ((text: string, position: number, explicit: boolean) => null | {from: number, to?: number, options:
     *   {label: string, detail?: string, info?: string, type?: string, apply: string, boost?: number}[]})} find may be async
     */
    setCompletions(find) {
      completions = find;
    },

    /** @param {null | ((position: number) => null | {from: number, to: number, text: string})} find may be async */
    setHover(find) {
      hover = find;
    },

    destroy() {
      view.destroy();
    },
  };
}

window.EventscapeEditor = Object.freeze({ create });
