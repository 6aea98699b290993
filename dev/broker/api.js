/**
 * @param {{ endpoint: string, username: string, password: string }} access
 * @returns {Promise<any>} the answer of the broker's `/api/overview`
 */
function overview(access) {
  return get(access, "overview");
}

/**
 * @param {{ endpoint: string, username: string, password: string }} access
 * @param {string} node
 * @returns {Promise<string[]>} the plugins that the node has enabled
 */
async function enabledPlugins(access, node) {
  return (await get(access, `nodes/${encodeURIComponent(node)}`)).enabled_plugins;
}

async function get({ endpoint, username, password }, path) {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const response = await fetch(`${endpoint}/api/${path}`, {
    headers: { authorization },
    signal: AbortSignal.timeout(5_000),
  }).catch((error) => {
    throw new Error(`${endpoint} does not answer: ${error.cause?.message ?? error.message}`);
  });
  if (!response.ok) throw new Error(`${endpoint} answers ${response.status} ${response.statusText} to ${username}`);
  return response.json();
}

module.exports = { enabledPlugins, overview };
