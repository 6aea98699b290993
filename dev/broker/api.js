/**
 * @param {{ endpoint: string, username: string, password: string }} access
 * @returns {Promise<any>} the answer of the broker's `/api/overview`
 */
async function overview({ endpoint, username, password }) {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const response = await fetch(`${endpoint}/api/overview`, {
    headers: { authorization },
    signal: AbortSignal.timeout(5_000),
  }).catch((error) => {
    throw new Error(`${endpoint} does not answer: ${error.cause?.message ?? error.message}`);
  });
  if (!response.ok) throw new Error(`${endpoint} answers ${response.status} ${response.statusText} to ${username}`);
  return response.json();
}

module.exports = { overview };
