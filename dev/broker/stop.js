const path = require("node:path");

const { release } = require("./keep");
const { readNode } = require("./node");

/**
 * Ends the folder's broker, if it runs, and keeps its data.
 * @param {string} dir
 */
async function stopBroker(dir) {
  const node = readNode(path.resolve(dir));
  if (node) await release(node.dir, node.pid);
}

module.exports = { stopBroker };
