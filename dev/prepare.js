const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.join(__dirname, "..");
const OLDEST_NODE = 20;

requireNode();
if (!isInstalled()) step("install", ["ci", "--include=dev", "--no-audit", "--no-fund"]);
if (!isBuilt()) step("build", ["run", "build"]);

function requireNode() {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) return;
  fail(`Node.js ${OLDEST_NODE} or newer is needed, this is ${process.version}`);
}

/** Whether node_modules contains the packages in package-lock.json; those for other systems may be missing. */
function isInstalled() {
  const present = packagesIn("node_modules/.package-lock.json");
  return Object.entries(packagesIn("package-lock.json")).every(
    ([where, { version, optional, devOptional }]) =>
      where === "" || optional || devOptional || present[where]?.version === version,
  );
}

function packagesIn(lockfile) {
  const file = path.join(ROOT, lockfile);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")).packages : {};
}

function isBuilt() {
  const { include } = JSON.parse(fs.readFileSync(path.join(ROOT, "tsconfig.build.json"), "utf8"));
  return newest(["package.json", "tsconfig.json", "tsconfig.build.json", ...include]) < newest(["dist"]);
}

/** The time of the last change of these files and folders; a folder changes when a file in it is added or deleted. */
function newest(names) {
  return names.reduce((latest, name) => {
    const file = path.join(ROOT, name);
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat) return latest;
    const within = stat.isDirectory() ? newest(fs.readdirSync(file).map((entry) => path.join(name, entry))) : 0;
    return Math.max(latest, stat.mtimeMs, within);
  }, 0);
}

function step(name, args) {
  console.log(`${name}: npm ${args.join(" ")} ...`);
  const npm = spawnSync("npm", args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (npm.error) fail(`${name} failed: ${npm.error.message}`);
  if (npm.status !== 0) fail(`${name} failed: npm ${args.join(" ")}\n${npm.stdout}${npm.stderr}`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
