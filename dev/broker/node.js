const { randomBytes } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const { choosePorts } = require("./ports");

/**
 * The identity of one broker. It is stored in the broker's folder, to find, stop and restart the broker.
 * @typedef {object} Node
 * @property {string} dir
 * @property {string} version e.g. "4.3"
 * @property {string} from
 * @property {string} name
 * @property {string} username
 * @property {string} password
 * @property {string} cookie
 * @property {import("./ports").Ports} ports
 * @property {string[]} plugins
 * @property {{ requireClientCert: boolean } | undefined} tls
 * @property {string} pathPrefix
 * @property {string[]} conf
 * @property {number} [pid] the keeper's
 */

const fileOf = (dir) => path.join(dir, "broker.json");

/** @returns {Node | undefined} the node that was last started in the folder */
function readNode(dir) {
  if (fs.existsSync(fileOf(dir))) return JSON.parse(fs.readFileSync(fileOf(dir), "utf8"));
}

/** @param {Node} node */
function writeNode(node) {
  const draft = `${fileOf(node.dir)}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify(node, undefined, 2), { mode: 0o600 });
  fs.renameSync(draft, fileOf(node.dir));
}

/**
 * @param {Node | undefined} known the node whose identity is kept
 * @param {{ version: string, from: string }} source
 * @param {import("./start").Options} options
 * @returns {Promise<Node>}
 */
async function planNode(known, { version, from }, { dir, ports, plugins = [], tls, pathPrefix = "", conf = [] }) {
  return {
    dir,
    version,
    from,
    name: known?.name ?? `dev-${randomBytes(4).toString("hex")}@localhost`,
    username: known?.username ?? "admin",
    password: known?.password ?? randomBytes(18).toString("base64url"),
    cookie: known?.cookie ?? randomBytes(18).toString("hex"),
    ports: await choosePorts({ ...ports, ...known?.ports }),
    plugins: [...new Set(["rabbitmq_management", ...plugins])],
    tls: tls === true ? { requireClientCert: false } : tls || undefined,
    pathPrefix,
    conf,
  };
}

module.exports = { planNode, readNode, writeNode };
