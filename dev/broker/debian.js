const fs = require("node:fs");
const path = require("node:path");

const { cached } = require("../cache");
const { succeeds, which } = require("../command");
const { START_SCRIPT } = require("./config");
const { firstSuccess } = require("../first-success");
const { findMirror, unpack } = require("./debian-packages");

const RELEASES = [
  { version: "4.3", suites: ["forky", "sid"] },
  { version: "4.0", suites: ["trixie"] },
  { version: "3.10", suites: ["bookworm"] },
];
const HOME = "/data";
const PATH = "/usr/lib/rabbitmq/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const ENTER = `mount --rbind /proc "$0/proc" && mount --rbind /dev "$0/dev" && mount --bind . "$0${HOME}" && exec chroot "$0" "$@"`;

/** @returns {Promise<import("./sources").Source[]>} Debian's packages, unpacked into a folder, on a machine with apt */
async function debianSources() {
  if (!["apt-get", "dpkg", "unshare"].every((program) => which(program))) return [];
  if (!(await succeeds("unshare", ["-rm", "true"]))) return [];
  const mirror = await findMirror().catch(() => undefined);
  return mirror ? RELEASES.map((release) => debianSource(mirror, release)) : [];
}

function debianSource(mirror, { version, suites }) {
  return {
    version,
    from: `Debian ${suites[0]}`,
    async prepare(_dir, log) {
      const root = await cached(`rabbitmq-${version}`, (draft) =>
        firstSuccess(suites, (suite) => unpackSuite(mirror, suite, draft, log)),
      );
      const argv = ["unshare", "-rm", "sh", "-c", ENTER, root, "sh", "-c", START_SCRIPT];
      const command = (_node, environment) => ({ argv, env: { ...environment, PATH } });
      return { home: HOME, address: "127.0.0.1", command };
    },
  };
}

async function unpackSuite(mirror, suite, root, log) {
  log(`broker: RabbitMQ from Debian ${suite}, about 80 MB ...`);
  await unpack(mirror, suite, root);
  fs.mkdirSync(path.join(root, HOME));
  fs.writeFileSync(path.join(root, "etc/hosts"), "127.0.0.1 localhost\n");
}

module.exports = { debianSources };
