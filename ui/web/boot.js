// Starts the window: fonts, editor and program are fetched together, and the program begins when all three are there.
//
// This is a file of its own, not a script inside index.html, because the content security policy allows no inline script.

import init from "./ui.js";

// The canvas measures text once; measured in a fallback font, every label would be cut at the wrong place.
const faces = ["400 12px Inter", "550 12px Inter", "650 12px Inter", '400 12px "JetBrains Mono"'];

// A module may run before the style sheets are there, and a font they have not yet named loads as nothing, in silence.
const styled = (link) =>
  link.sheet ? Promise.resolve() : new Promise((done) => ["load", "error"].forEach((end) => link.addEventListener(end, done)));

const loadFonts = async () => {
  await Promise.all([...document.querySelectorAll('link[rel="stylesheet"]')].map(styled));
  // A missing font is no reason not to start: the style sheet names a fallback.
  await Promise.all(faces.map((face) => document.fonts.load(face).catch(() => [])));
};

const explain = (error) => {
  const message = document.createElement("pre");
  message.setAttribute("role", "alert");
  message.style.cssText = "margin:24px;white-space:pre-wrap;font:13px system-ui";
  message.textContent = `Eventscape could not start\n\n${error}\n\nClose the window and open it again. If this stays, report the text above.`;
  document.body.replaceChildren(message);
};

const AGAIN = "eventscape.loaded-anew";

let inHand = false;
for (const deed of ["pointerdown", "keydown"]) {
  window.addEventListener(deed, () => (inHand = true), { capture: true, once: true });
}

// The program stops where it finds itself contradicted; what it would have drawn next does not come. The journal has every
// step, so that a page loaded anew goes on where this one stopped.
const stopped = (error) => {
  if (!(error instanceof WebAssembly.RuntimeError) || document.getElementById("stopped")) {
    return;
  }
  // Without a word from the program, the webview has run it wrongly. That passes; before anybody has done anything, the window
  // is loaded anew by itself, once.
  if (!inHand && document.documentElement.dataset.panic === undefined && !sessionStorage.getItem(AGAIN)) {
    sessionStorage.setItem(AGAIN, "yes");
    location.reload();
    return;
  }
  const bar = document.createElement("div");
  bar.id = "stopped";
  bar.setAttribute("role", "alert");
  const text = document.createElement("span");
  text.textContent = "A part of the window has stopped. Load the window anew; your work goes on where it was.";
  const reason = document.createElement("code");
  reason.textContent = document.documentElement.dataset.panic ?? String(error);
  // A report needs the trace; it shows when the pointer rests on the line.
  reason.title = `${error}\n${error.stack ?? ""}`;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "primary";
  again.dataset.testid = "load-anew";
  again.textContent = "Load anew";
  again.addEventListener("click", () => location.reload());
  bar.append(text, reason, again);
  document.body.append(bar);
};
window.addEventListener("error", (event) => stopped(event.error));
window.addEventListener("unhandledrejection", (event) => stopped(event.reason));

try {
  const program = fetch(new URL("ui_bg.wasm", import.meta.url));
  await Promise.all([import("./editor.js"), loadFonts()]);
  await init({ module_or_path: program });
} catch (error) {
  explain(error);
  throw error;
}
