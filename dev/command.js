const { execFile } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

/**
 * Runs a program to its end, without input; an error ends with the last output of the program.
 * @param {string} file
 * @param {string[]} args
 * @param {import("node:child_process").ExecFileOptions} [options] `timeout` is one minute unless given
 * @returns {Promise<string>} its output
 */
function run(file, args, options) {
  return new Promise((resolve, reject) => {
    const done = (error, stdout, stderr) => {
      if (!error) return resolve(stdout.trim());
      const reason = error.killed ? "took too long" : (stderr.trim() || stdout.trim() || error.message).slice(-2000);
      reject(new Error(`${path.basename(file)} ${args[0] ?? ""}: ${reason}`, { cause: error }));
    };
    execFile(file, args, { timeout: 60_000, maxBuffer: 1 << 26, ...options }, done).stdin?.end();
  });
}

/** @returns {Promise<boolean>} */
function succeeds(file, args, options) {
  return run(file, args, options).then(
    () => true,
    () => false,
  );
}

/**
 * @param {string} program
 * @param {string[]} [folders]
 * @returns {string | undefined} the path of the program
 */
function which(program, folders = (process.env.PATH ?? "").split(path.delimiter)) {
  return folders.map((folder) => path.join(folder, program)).find(isExecutable);
}

function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

module.exports = { run, succeeds, which };
