const fs = require("node:fs");
const path = require("node:path");

const { run, which } = require("../command");

const DAYS = "3650";
const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const SERVER = "subjectAltName = DNS:localhost, IP:127.0.0.1\nextendedKeyUsage = serverAuth\n";
const CLIENT = "extendedKeyUsage = clientAuth\n";

/**
 * Makes a private certificate authority, and a server's and a client's certificate signed by it, unless they exist.
 * @param {string} folder
 */
async function makeCertificates(folder) {
  if (fs.existsSync(path.join(folder, "client.pem"))) return;
  if (!which("openssl")) throw new Error("a broker with TLS needs the openssl command: install openssl");
  fs.mkdirSync(folder, { recursive: true });
  const openssl = (...args) => run("openssl", args, { cwd: folder });
  await openssl(
    "req",
    "-x509",
    ...KEY,
    "-subj",
    "/CN=dev CA",
    "-days",
    DAYS,
    "-keyout",
    "ca-key.pem",
    "-out",
    "ca.pem",
  );
  for (const [name, subject, extensions] of [
    ["server", "/CN=localhost", SERVER],
    ["client", "/CN=client", CLIENT],
  ]) {
    fs.writeFileSync(path.join(folder, `${name}.cnf`), extensions);
    await openssl("req", ...KEY, "-subj", subject, "-keyout", `${name}-key.pem`, "-out", `${name}.csr`);
    const signed = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-extfile", `${name}.cnf`];
    await openssl("x509", "-req", "-in", `${name}.csr`, ...signed, "-days", DAYS, "-out", `${name}.pem`);
  }
}

/**
 * The addresses and files that a client needs for TLS.
 * @param {import("./node").Node} node
 */
function tlsAccess({ dir, ports, tls, pathPrefix, username, password }) {
  return {
    ...tls,
    endpoint: `https://localhost:${ports.managementTls}${pathPrefix}`,
    amqpUrl: `amqps://${username}:${password}@localhost:${ports.amqps}`,
    serverName: "localhost",
    caFile: path.join(dir, "tls/ca.pem"),
    clientCertFile: path.join(dir, "tls/client.pem"),
    clientKeyFile: path.join(dir, "tls/client-key.pem"),
  };
}

module.exports = { makeCertificates, tlsAccess };
