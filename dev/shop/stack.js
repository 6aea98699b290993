const { randomBytes } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const { cacheDir, cached } = require("../cache");
const { pulumiDir } = require("../demo");
const { STACK, pulumi } = require("./pulumi");

const ROOT = path.join(__dirname, "../..");
const PRIVATE = "private";

/** The name of the folder for the stack on another user's broker. */
const folderOf = (endpoint) => endpoint.replace(/[^\w.-]+/g, "_");

/**
 * The stack of the shop on one broker. Its state, configuration and passphrase are in their own folder outside the
 * checkout. So are the files that Pulumi keeps for a user: the user's own stacks and log-ins do not change.
 * @param {string} bin the folder of the Pulumi CLI
 * @param {string} broker the name of the stack's folder
 */
async function openStack(bin, broker) {
  fs.mkdirSync(pulumiDir, { recursive: true, mode: 0o700 });
  const folder = path.join(pulumiDir, broker);
  await cached(path.relative(cacheDir, folder), (draft) => create(bin, draft));
  await removeStaleLocks(bin, folder);
  const configFile = path.join(folder, `Pulumi.${STACK}.yaml`);
  const atRoot = (command, flags, onLine) =>
    pulumi(bin, folder, [command, "--yes", "--skip-preview", "--config-file", configFile, ...flags], {
      cwd: ROOT,
      onLine,
    });
  return {
    /** Sets the settings, and the secrets through standard input, so that no list of processes shows them. */
    async configure(settings, secrets) {
      const pairs = Object.entries(settings).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
      await pulumi(bin, folder, ["config", "set-all", ...pairs]);
      for (const [key, input] of Object.entries(secrets))
        await pulumi(bin, folder, ["config", "set", "--secret", key], { input });
    },
    /** Refreshes first, with the current configuration: a user may have changed or deleted objects on the broker. */
    up: (onLine) => atRoot("up", ["--refresh", "--run-program"], onLine),
    destroy: (onLine) => atRoot("destroy", [], onLine),
    outputs: async () => JSON.parse(await pulumi(bin, folder, ["stack", "output", "--json", "--show-secrets"])),
    /** @returns {Promise<Array<{ type: string, inputs: any }>>} */
    resources: async () => JSON.parse(await pulumi(bin, folder, ["stack", "export"])).deployment.resources ?? [],
  };
}

/** Pulumi writes the first configuration next to the project file, so the folder needs such a file here. */
async function create(bin, draft) {
  fs.writeFileSync(path.join(draft, "passphrase"), randomBytes(24).toString("base64url"), { mode: 0o600 });
  fs.writeFileSync(path.join(draft, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  fs.mkdirSync(path.join(draft, "state"));
  await pulumi(bin, draft, ["stack", "init"]);
}

/** A killed Pulumi leaves the stack locked. */
async function removeStaleLocks(bin, folder) {
  const locks = path.join(folder, `state/.pulumi/locks/organization/shop/${STACK}`);
  const files = fs.existsSync(locks) ? fs.readdirSync(locks).filter((file) => file.endsWith(".json")) : [];
  const pids = files.map((file) => JSON.parse(fs.readFileSync(path.join(locks, file), "utf8")).pid);
  if (pids.length > 0 && !pids.some(isAlive)) await pulumi(bin, folder, ["cancel", "--yes"]);
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

module.exports = { PRIVATE, folderOf, openStack };
