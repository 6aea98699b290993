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
 * @property {string | undefined} peer the name of another node of its cluster
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
async function planNode(known, { version, from }, options) {
  const { dir, ports, plugins = [], tls, pathPrefix = "", conf = [], peerDir } = options;
  const peer = peerDir ? readNode(path.resolve(peerDir)) : undefined;
  const chosen = await choosePorts({ ...ports, ...known?.ports });
  return {
    dir,
    version,
    from,
    name: known?.name ?? `dev-${randomBytes(4).toString("hex")}@localhost`,
    username: known?.username ?? peer?.username ?? "admin",
    password: known?.password ?? peer?.password ?? randomBytes(18).toString("base64url"),
    cookie: known?.cookie ?? peer?.cookie ?? randomBytes(18).toString("hex"),
    ports: { ...chosen, epmd: peer?.ports.epmd ?? chosen.epmd },
    plugins: [...new Set(["rabbitmq_management", ...plugins])],
    tls: tls === true ? { requireClientCert: false } : tls || undefined,
    pathPrefix,
    peer: peer?.name,
    conf,
  };
}

module.exports = { planNode, readNode, writeNode };
