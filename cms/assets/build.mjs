/**
 * Compile the page assets into `cms/static/portal/` (committed), and write `manifest.json` there.
 *
 * The manifest holds the SHA-256 of every source and of every output, so that a test without Node
 * can tell that one was changed without the other.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, "..", "..");
const output = join(here, "..", "static", "portal");
const icons = join(project, "templates", "components", "icons");
const text = (path) => readFileSync(path, "utf8");
const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

function filesUnder(folder, suffix = "") {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function buildStyles() {
  const { css } = compile(join(here, "scss", "portal.scss"), { style: "compressed" });
  mkdirSync(join(output, "css"), { recursive: true });
  writeFileSync(join(output, "css", "portal.css"), css.trim() + "\n");
}

async function buildScripts() {
  const entries = readdirSync(join(here, "js"))
    .filter((name) => name.endsWith(".js"))
    .sort();
  await build({
    entryPoints: entries.map((name) => join(here, "js", name)),
    outdir: join(output, "js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
  });
}

function buildIcons() {
  rmSync(icons, { recursive: true, force: true });
  mkdirSync(icons, { recursive: true });
  for (const name of JSON.parse(text(join(here, "icons.json")))) {
    const drawing = text(join(here, "node_modules", "lucide-static", "icons", `${name}.svg`))
      .replace(/^[\s\S]*?<svg[\s\S]*?>/, "")
      .replace(/<\/svg>\s*$/, "")
      .replace(/\s*\n\s*/g, "");
    writeFileSync(
      join(icons, `${name}.html`),
      `<svg class="portal-icon{% if icon_class %} {{ icon_class }}{% endif %}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${drawing}</svg>`,
    );
  }
}

function writeManifest() {
  const sources = [
    ...filesUnder(join(here, "scss"), ".scss"),
    ...filesUnder(join(here, "js"), ".js"),
    ...["build.mjs", "fonts.py", "icons.json", "package.json", "package-lock.json"].map((name) =>
      join(here, name),
    ),
  ];
  const manifest = join(output, "manifest.json");
  const outputs = [
    ...filesUnder(join(output, "css")),
    ...filesUnder(join(output, "fonts")),
    ...readdirSync(join(here, "js"))
      .filter((name) => name.endsWith(".js"))
      .sort()
      .map((name) => join(output, "js", name)),
    ...filesUnder(icons),
  ].filter((path) => existsSync(path));
  const table = (paths) =>
    Object.fromEntries(
      paths
        .map((path) => [relative(project, path).replaceAll("\\", "/"), sha256(path)])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  writeFileSync(
    manifest,
    JSON.stringify({ sources: table(sources), outputs: table(outputs) }, null, 2) + "\n",
  );
}

buildStyles();
await buildScripts();
buildIcons();
writeManifest();
