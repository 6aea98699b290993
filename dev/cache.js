const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const cacheDir = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "pulumi-rabbitmq-topology");

const DRAFT = ".draft-";
const DAY = 24 * 60 * 60 * 1000;

/**
 * Builds a folder of the cache once. A killed build leaves no folder that a later build would use as finished. If two
 * builds run at the same time, the first one to finish is used.
 * @param {string} name
 * @param {(draft: string) => Promise<unknown>} build fills the folder it is given
 * @returns {Promise<string>} the finished folder
 */
async function cached(name, build) {
  const folder = path.join(cacheDir, name);
  fs.mkdirSync(cacheDir, { recursive: true });
  removeAbandoned();
  if (fs.existsSync(folder)) return folder;
  const draft = fs.mkdtempSync(`${folder}${DRAFT}`);
  try {
    await build(draft);
    fs.renameSync(draft, folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error;
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** Deletes the drafts of builds that were killed. */
function removeAbandoned() {
  for (const name of fs.readdirSync(cacheDir).filter((name) => name.includes(DRAFT))) {
    const draft = path.join(cacheDir, name);
    const { mtimeMs = Date.now() } = fs.statSync(draft, { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > DAY) fs.rmSync(draft, { recursive: true, force: true });
  }
}

module.exports = { cacheDir, cached };
