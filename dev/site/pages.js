// The README and the pages of docs/ as the site has them.
const fs = require("node:fs");
const path = require("node:path");

const { repository } = require("../../package.json");
const root = path.join(__dirname, "..", "..");
const home = (repository?.url ?? "https://github.com/pulumi-rabbitmq-topology/pulumi-rabbitmq-topology")
  .replace(/^git\+/, "")
  .replace(/\.git$/, "");

/**
 * The pages in the order of their list in docs/README.md, each with the list's heading. The kinds' own pages are below that
 * of all kinds.
 */
function listedPages() {
  const sections = fs
    .readFileSync(path.join(root, "docs", "README.md"), "utf8")
    .split(/^## /m)
    .slice(1);
  const listed = sections.flatMap((section) => {
    const group = section.slice(0, section.indexOf("\n"));
    const files = [...section.matchAll(/\]\(([^)#]+\.md)\)/g)].map(([, file]) => path.join("docs", file));
    return files.map((file) => ({ file, group }));
  });
  return [{ file: "docs/README.md", group: "Guides" }, ...listed];
}

/** The lines before a page for TypeDoc. */
function frontMatter(text, file, group) {
  if (file === "README.md") return "";
  const [, title] = text.match(/^# (.*)$/m) ?? [];
  const children = file === kindIndex ? kindPages().map((page) => `  - ./${page}\n`) : [];
  const below = children.length > 0 ? `children:\n${children.join("")}` : "";
  return `---\ntitle: ${JSON.stringify(title)}\n${group ? `group: ${group}\n` : ""}${below}---\n`;
}

const kindIndex = "docs/kinds/README.md";
const kindPages = () => fs.readdirSync(path.join(root, "docs/kinds")).filter((page) => page !== "README.md");

const single = (anchor) => anchor.replace(/-{2,}/g, "-");

/**
 * Copies a page. A link to a file that is no page leads to the repository, and the page's heading becomes its title. TypeDoc
 * makes anchors without code, and with single dashes.
 * @param {string} file
 * @param {string} folder where the site's copies are
 * @param {string} [group] its heading in the navigation
 */
function copyPage(file, folder, group) {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  const linked = text.replace(/\]\((?!https?:)([^)#\s]+)(#[^)\s]*)?\)/g, (_whole, target, anchor = "") => {
    const place = path.join(path.dirname(file), target);
    const isPage = place === "README.md" || (place.startsWith("docs/") && place.endsWith(".md"));
    const isImage = /\.(svg|png)$/.test(place);
    if (isPage || isImage) return `](${target}${single(anchor)})`;
    const kind = fs.statSync(path.join(root, place)).isDirectory() ? "tree" : "blob";
    return `](${home}/${kind}/main/${place}${anchor})`;
  });
  const readable = linked
    .replace(/\]\(#[^)]*\)/g, single)
    .replace(/^#+ .*$/gm, (heading) => heading.replaceAll("`", ""));
  // The site's own title is above the README.
  const body = file === "README.md" ? readable.replace(/^# .*\n/, "") : readable;
  const copy = path.join(folder, file);
  fs.mkdirSync(path.dirname(copy), { recursive: true });
  fs.writeFileSync(copy, `${frontMatter(readable, file, group)}${body}`);
  return copy;
}

module.exports = { listedPages, kindIndex, kindPages, copyPage };
