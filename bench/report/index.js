const fs = require("node:fs");
const path = require("node:path");

const { chart } = require("./chart");
const { markdown } = require("./markdown");
const { DEFAULT_RESULTS } = require("../options");

const DOCS = path.join(__dirname, "../../docs");
const MARKERS = /(<!-- bench:start -->\n)[\s\S]*?(<!-- bench:end -->)/;

/**
 * Writes tables and chart: into `docs/` for the default folder of results, else into the folder of the results.
 * @param {import("../results").Stored} stored
 * @param {string} folder of the results
 * @returns {Promise<string[]>} the files
 */
async function writeReport(stored, folder) {
  fs.mkdirSync(folder, { recursive: true });
  const tables = writeTables(markdown(stored), folder);
  const svg = await chart(stored);
  if (!svg) return [tables];
  const file = path.join(folder === DEFAULT_RESULTS ? DOCS : folder, "benchmark.svg");
  fs.writeFileSync(file, svg);
  return [tables, file];
}

function writeTables(text, folder) {
  const page = path.join(DOCS, "large-topologies.md");
  const existing = folder === DEFAULT_RESULTS && fs.existsSync(page) ? fs.readFileSync(page, "utf8") : "";
  const file = MARKERS.test(existing) ? page : path.join(folder, "latest.md");
  fs.writeFileSync(
    file,
    file === page ? existing.replace(MARKERS, (_, start, end) => `${start}\n${text}\n${end}`) : text,
  );
  return file;
}

module.exports = { writeReport };
