import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificates } from "../../dev/broker/tls";
import { whoami } from "../../provider/management/target";
import { Run } from "../../provider/run";
import { connect, lineOf } from "../support/connection";
import { brokers } from "../support/environment";

const read = (file: string) => readFileSync(file, "utf8");

describe.each(brokers)("TLS to RabbitMQ $version", ({ tls, username, password }) => {
  if (!tls) return test.skip("needs a broker that listens with TLS", () => {});
  const { endpoint, caFile, serverName } = tls;
  const to = (settings: object) => connect({ endpoint, username, password, ...settings });
  const answers = async (settings: object) => expect(await to(settings).peek(whoami)).toMatchObject({ name: username });
  const numeric = endpoint.replace("localhost", "127.0.0.1");

  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "rabbitmq-topology-tls-"));
    await makeCertificates(join(folder, "other"));
    writeFileSync(join(folder, "garbage.pem"), "no certificate");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("trusts the CA of a file", () => answers({ cacertFile: caFile }));
  test("trusts the CA given as text, which wins over a file", () =>
    answers({ caCert: read(caFile), cacertFile: "/nowhere" }));
  test("trusts anybody if it is told to", () => answers({ insecure: "true" }));

  test("warns once in a run that the certificate is not checked", () => {
    const lines: unknown[] = [];
    const runTo = (settings: object) =>
      new Run(
        () => to(settings),
        (...line) => lines.push(line),
      );
    const run = runTo({ insecure: "true" });
    run.broker();
    run.broker();
    expect(lines).toEqual([
      [
        "the broker's certificate is not checked (rabbitmq:insecure), so another server could read the password: set rabbitmq:cacertFile instead",
        "warn",
      ],
    ]);
    runTo({ cacertFile: caFile }).broker();
    runTo({ insecure: "true", endpoint: endpoint.replace("https", "http") }).broker();
    expect(lines).toHaveLength(1);
  });

  test("trusts no private CA by itself", async () => {
    const line = await lineOf(() => to({}).peek(whoami));
    expect(line).toMatch(/(is not trusted|is self-signed); set rabbitmq:cacertFile \([A-Z_]+\)$/);
  });

  test("trusts no other CA", async () => {
    const line = await lineOf(() => to({ cacertFile: join(folder, "other/ca.pem") }).peek(whoami));
    expect(line).toMatch(/the certificate's CA is not trusted; set rabbitmq:cacertFile \([A-Z_]+\)$/);
  });

  test("wants the certificate to be for the host, or for serverName", async () => {
    await answers({ cacertFile: caFile, serverName });
    await answers({ cacertFile: caFile, serverName, endpoint: numeric });
    const line = await lineOf(() => to({ cacertFile: caFile, serverName: "other.example" }).peek(whoami));
    expect(line).toMatch(/the certificate is for another host name; set rabbitmq:serverName to the name in it/);
  });

  test("says which file or text cannot be used, before the first request", async () => {
    const garbage = join(folder, "garbage.pem");
    const { clientCertFile: clientcertFile, clientKeyFile: clientkeyFile } = tls;
    const lines: [object, string | RegExp][] = [
      [{ cacertFile: "/nowhere.pem" }, 'rabbitmq:cacertFile: cannot read "/nowhere.pem": ENOENT'],
      [{ cacertFile: garbage }, `rabbitmq:cacertFile: "${garbage}" is not a certificate in PEM`],
      [{ caCert: "no certificate" }, "rabbitmq:caCert is not a certificate in PEM"],
      [{ clientCert: "no certificate" }, "rabbitmq:clientCert is not a certificate in PEM"],
      [{ clientKey: "no-key-at-all" }, "rabbitmq:clientKey is not a private key without a passphrase in PEM"],
      [{ clientcertFile }, /^a client certificate needs its key: set both/],
      [{ clientkeyFile }, /^a client certificate needs its key: set both/],
      [
        { clientcertFile, clientkeyFile: join(folder, "other/client-key.pem") },
        /^the client certificate and its key do not match/,
      ],
    ];
    for (const [settings, expected] of lines) {
      expect(await lineOf(async () => to(settings), "no-key-at-all")).toMatch(expected);
    }
  });
});
