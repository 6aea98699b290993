const fs = require("node:fs");
const path = require("node:path");

const { run } = require("../command");

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
const RABBITMQ = "rabbitmq-server";
// The packages that maintainer scripts and a running system would otherwise provide.
const SYSTEM = "base-files base-passwd bash coreutils dash gawk grep hostname procps sed util-linux".split(" ");
const MINUTES = 60_000;

/** @returns {Promise<string | undefined>} the address of Debian's own archive in the machine's apt sources */
async function findMirror() {
  const options = ["--no-release-info", "--format", "$(COMPONENT) $(RELEASE) $(REPO_URI)", "Identifier: Packages"];
  const targets = await run("apt-get", ["indextargets", ...options]);
  return /^main [a-z]+ (.*debian.*)$/m.exec(targets)?.[1];
}

/**
 * Unpacks RabbitMQ and its dependencies, without root and without running any of them.
 * @param {string} mirror
 * @param {string} suite
 * @param {string} root
 */
async function unpack(mirror, suite, root) {
  const apt = path.join(root, "apt");
  const config = writeAptFolder(apt, mirror, suite);
  try {
    const aptGet = (...args) => run("apt-get", ["-c", config, "-qq", "-y", ...args], { timeout: 10 * MINUTES });
    await aptGet("update");
    await aptGet("--no-install-recommends", "--download-only", "install", RABBITMQ, ...SYSTEM);
    for (const name of fs.readdirSync(path.join(apt, "archives")).filter((name) => name.endsWith(".deb"))) {
      await run("dpkg", ["-x", path.join(apt, "archives", name), root]);
    }
  } finally {
    fs.rmSync(apt, { recursive: true, force: true });
  }
}

/** Configures an apt that has one suite and no installed packages, and does not touch the machine's own apt. */
function writeAptFolder(folder, mirror, suite) {
  const makeFolder = (name) => fs.mkdirSync(path.join(folder, name), { recursive: true });
  for (const name of ["lists/partial", "archives/partial", "none"]) makeFolder(name);
  const write = (name, text) => fs.writeFileSync(path.join(folder, name), text);
  const signedBy = fs.existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : "";
  write("sources.list", `deb ${signedBy}${mirror} ${suite} main\n`);
  write("status", "");
  write("apt.conf", aptConfig(folder));
  return path.join(folder, "apt.conf");
}

const aptConfig = (folder) => `
Dir::State "${folder}";
Dir::State::status "${folder}/status";
Dir::Cache "${folder}";
Dir::Etc::sourcelist "${folder}/sources.list";
Dir::Etc::sourceparts "${folder}/none";
Dir::Etc::preferencesparts "${folder}/none";
Acquire::Check-Valid-Until "false"; // forky's release files expire; their signatures are checked
Acquire::http::Timeout "30";
APT::Sandbox::User "";
#clear APT::Update;
#clear DPkg::Post-Invoke;
`;

module.exports = { findMirror, unpack };
