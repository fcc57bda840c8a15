// Starts the window: fonts, editor and program are fetched together, and the program begins when all three are there.
//
// This is a file of its own, not a script inside index.html, because the content security policy allows no inline script.

import init from "./ui.js";

// The canvas measures text once; measured in a fallback font, every label would be cut at the wrong place.
const faces = ["400 12px Inter", "550 12px Inter", "650 12px Inter", '400 12px "JetBrains Mono"'];

const explain = (error) => {
  const message = document.createElement("pre");
  message.setAttribute("role", "alert");
  message.style.cssText = "margin:24px;white-space:pre-wrap;font:13px system-ui";
  message.textContent = `Eventscape could not start\n\n${error}\n\nClose the window and open it again. If this stays, report the text above.`;
  document.body.replaceChildren(message);
};

try {
  await Promise.all([
    import("./editor.js"),
    // A missing font is no reason not to start: the style sheet names a fallback.
    ...faces.map((face) => document.fonts.load(face).catch(() => [])),
  ]);
  await init();
} catch (error) {
  explain(error);
  throw error;
}
