import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type ServerOptions } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificates } from "../../dev/broker/tls";
import { whoami } from "../../provider/management/target";
import { connect, lineOf } from "../support/connection";
import { hangUp, inTurn, likeABroker, startFakeServer } from "../support/fake-server";

// TLS servers that refuse a connection as no test broker can be made to.

let folder: string;
const file = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(file(name), "utf8");
const running: Server[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rabbitmq-topology-tls-failure-"));
  await makeCertificates(file("own"));
  await makeCertificates(file("other"));
});
afterEach(() => {
  for (const server of running.splice(0)) server.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  running.push(server);
  return (server.address() as AddressInfo).port;
}

/** The error of a client of a TLS server with these options. */
async function lineFrom(options: ServerOptions, settings: object = {}): Promise<string> {
  const identity = { key: read("own/server-key.pem"), cert: read("own/server.pem"), ca: read("own/ca.pem") };
  const port = await listening(createServer({ ...identity, ...options }, likeABroker));
  const endpoint = `https://127.0.0.1:${port}`;
  const line = await lineOf(() => connect({ endpoint, cacertFile: file("own/ca.pem"), ...settings }).peek(whoami));
  expect(line).not.toMatch(/\(\d+\)|[0-9A-F]{8}|openssl|SSL routines/);
  return line.replace(/^.*127\.0\.0\.1:\d+: /, "");
}

const others = () => ({
  clientcertFile: file("other/client.pem"),
  clientkeyFile: file("other/client-key.pem"),
});
const mutual: ServerOptions = { requestCert: true, rejectUnauthorized: true };

test("a TLS version that this machine does not speak is named, and no client certificate is suggested", async () => {
  const old: ServerOptions = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" };
  expect(await lineFrom(old)).toBe(
    "the broker and this machine have no TLS version in common (tlsv1 alert protocol version)",
  );
});

test("a required client certificate is suggested", async () => {
  expect(await lineFrom({ ...mutual, minVersion: "TLSv1.3" })).toBe(
    "the broker refused the TLS connection (certificate required); does it require a client certificate (rabbitmq:clientcertFile, rabbitmq:clientkeyFile)?",
  );
});

test("with TLS 1.2, a missing client certificate cannot be told from a missing cipher", async () => {
  const both =
    "the broker refused the TLS connection (handshake failure); does it require a client certificate (rabbitmq:clientcertFile, rabbitmq:clientkeyFile), or has it no cipher in common with this machine?";
  expect(await lineFrom({ ...mutual, maxVersion: "TLSv1.2" })).toBe(both);
  expect(await lineFrom({ maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES128-GCM-SHA256" })).toBe(both);
  expect(await lineFrom({ maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES128-GCM-SHA256" }, others())).toBe(
    "the broker refused the TLS connection (handshake failure); does it trust the client certificate (rabbitmq:clientcertFile), or has it no cipher in common with this machine?",
  );
});

test.each([
  ["that has expired", ["-days", "-1"], "the certificate has expired (CERT_HAS_EXPIRED)"],
  [
    "that its own key signed",
    "self-signed",
    "the certificate is self-signed; set rabbitmq:cacertFile (DEPTH_ZERO_SELF_SIGNED_CERT)",
  ],
])("a server certificate %s", async (_, options, expected) => {
  const own = file("own");
  const signed = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial"];
  const args = typeof options === "string" ? ["-signkey", "server-key.pem"] : [...signed, ...options];
  const input = ["x509", "-req", "-in", "server.csr", "-extfile", "server.cnf", "-out", "made.pem"];
  execFileSync("openssl", [...input, ...args], { cwd: own, stdio: "ignore" });
  expect(await lineFrom({ cert: read("own/made.pem") })).toBe(expected);
});

test("a client certificate and key that do not match are refused in words", async () => {
  const mixed = { clientcertFile: file("own/client.pem"), clientkeyFile: file("other/client-key.pem") };
  const line = await lineOf(async () => connect({ endpoint: "https://127.0.0.1:1", ...mixed }));
  expect(line).toBe("the client certificate and its key do not match: key values mismatch");
});

describe("a connection that is closed", () => {
  test("before the first answer makes one think of the port", async () => {
    const port = await listening(createTcpServer((socket) => socket.destroy()));
    const line = (protocol: string) =>
      lineOf(() => connect({ endpoint: `${protocol}://127.0.0.1:${port}` }).peek(whoami));
    expect(await line("http")).toMatch(/the connection was closed; does the port speak TLS \(https:\/\/\)\?/);
    expect(await line("https")).toMatch(
      /the connection was closed; is this the broker's management port with TLS \(usually 15671\)\?/,
    );
  });

  test("after an answer makes one think of the broker", async () => {
    const server = await startFakeServer(inTurn(hangUp));
    expect(await lineOf(() => connect(server).peek(whoami))).toMatch(
      /: the connection was closed; has the broker stopped\? After a crash, run again with --refresh \(ECONNRESET\)$/,
    );
  });

  test("and refused from then on, too", async () => {
    const server = await startFakeServer();
    const client = connect(server);
    await client.version();
    await server.stop();
    expect(await lineOf(() => client.peek(whoami))).toMatch(
      /: nothing listens there any more; has the broker stopped\? After a crash, run again with --refresh \(ECONNREFUSED\)$/,
    );
  });
});
