// Makes what the window takes from npm: `node bundle.mjs FOLDER` writes editor.js, fonts.css, fonts/ and third-party.txt.
//
// Nothing of other people's work is committed here; it comes from npm by the lock file and leaves with its licences.

import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");

// The style sheets of the window name the families plainly; whether a file holds one weight or all is the packages' affair.
const fonts = [
  { from: "@fontsource-variable/inter", packaged: "Inter Variable", family: "Inter" },
  { from: "@fontsource-variable/jetbrains-mono", packaged: "JetBrains Mono Variable", family: "JetBrains Mono" },
];

async function bundleEditor(folder) {
  const { metafile } = await build({
    entryPoints: [join(here, "editor.js")],
    outfile: join(folder, "editor.js"),
    bundle: true,
    minify: true,
    format: "esm",
    // The oldest webviews that the window opens in: WebKitGTK 2.40, WKWebView of macOS 13, WebView2.
    target: ["safari16", "chrome110"],
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
  });
  const inputs = Object.keys(metafile.inputs).map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]);
  return [...new Set(inputs.filter(Boolean))];
}

async function copyFonts(folder) {
  const target = join(folder, "fonts");
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  let css = "";
  for (const { from, packaged, family } of fonts) {
    const faces = await readFile(join(modules, from, "wght.css"), "utf8");
    if (!faces.includes(`'${packaged}'`)) throw new Error(`${from} no longer calls its font “${packaged}”: name it anew in bundle.mjs`);
    for (const [, file] of faces.matchAll(/url\(\.\/files\/([^)]+)\)/g)) {
      await copyFile(join(modules, from, "files", file), join(target, file));
    }
    css += faces.replaceAll(`'${packaged}'`, `"${family}"`).replaceAll("url(./files/", "url(fonts/");
  }
  await writeFile(join(folder, "fonts.css"), css);
}

async function licenceOf(name) {
  const folder = join(modules, name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file, so it may not be shipped`);
  return `${name} ${version} (${license})\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`;
}

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("Usage: node bundle.mjs FOLDER");
  process.exit(2);
}
await mkdir(folder, { recursive: true });
const shipped = [...(await bundleEditor(folder)), ...fonts.map((font) => font.from)].sort();
await copyFonts(folder);
const rule = `\n${"-".repeat(80)}\n\n`;
await writeFile(join(folder, "third-party.txt"), (await Promise.all(shipped.map(licenceOf))).join(rule));
