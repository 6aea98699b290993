const path = require("node:path");

const { stream } = require("./stream");

const STACK = "dev";

/**
 * Runs the Pulumi CLI without prompts, with the state in a folder.
 * @param {string} bin the folder of the CLI
 * @param {string} folder
 * @param {string[]} args
 * @param {import("./stream").Options} [options]
 * @returns {Promise<string>} its output
 */
function pulumi(bin, folder, args, options) {
  const flags = ["--stack", STACK, "--non-interactive", "--color", "never"];
  return stream(path.join(bin, "pulumi"), [...args, ...flags], {
    cwd: folder,
    env: environment(bin, folder),
    ...options,
  });
}

/** Leaves out the user's settings for other brokers and other stacks. */
function environment(bin, folder) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PULUMI|RABBITMQ)_/.test(name));
  const noProxy = [process.env.no_proxy ?? process.env.NO_PROXY, "127.0.0.1"].filter(Boolean).join(",");
  return {
    ...Object.fromEntries(inherited),
    PATH: [bin, process.env.PATH].join(path.delimiter),
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: path.join(folder, "passphrase"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

module.exports = { STACK, pulumi };
