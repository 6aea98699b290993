import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBroker } from "../../dev/broker";
import { makeCertificates } from "../../dev/broker/tls";
import { whoami } from "../../provider/management/target";
import { connect, lineOf } from "../support/connection";
import { newest } from "../support/environment";

const read = (file: string) => readFileSync(file, "utf8");

describe("RabbitMQ with a listener that wants a client certificate", () => {
  if (!newest.tls) return test.skip("needs a broker that listens with TLS", () => {});
  let broker: Awaited<ReturnType<typeof startBroker>>;
  const folder = mkdtempSync(join(tmpdir(), "rabbitmq-topology-mtls-"));
  beforeAll(async () => {
    broker = await startBroker({
      version: newest.version.replace(/\.\d+$/, ""),
      dir: folder,
      tls: { requireClientCert: true },
      lifetime: 600,
    });
  });
  afterAll(async () => {
    await broker?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const to = (settings: object) => {
    const { endpoint, caFile: cacertFile } = broker.tls as NonNullable<typeof broker.tls>;
    return connect({ ...broker, endpoint, cacertFile, ...settings });
  };
  const files = () => broker.tls as { clientCertFile: string; clientKeyFile: string };

  test("takes one of files", async () => {
    const { clientCertFile: clientcertFile, clientKeyFile: clientkeyFile } = files();
    expect(await to({ clientcertFile, clientkeyFile }).peek(whoami)).toMatchObject({ name: broker.username });
  });

  test("takes one given as text", async () => {
    const [clientCert, clientKey] = [read(files().clientCertFile), read(files().clientKeyFile)];
    expect(await to({ clientCert, clientKey }).peek(whoami)).toMatchObject({ name: broker.username });
  });

  test("refuses to go without, and another CA's, in words", async () => {
    await makeCertificates(join(folder, "other"));
    const clientcertFile = join(folder, "other/client.pem");
    const clientkeyFile = join(folder, "other/client-key.pem");
    const without = await lineOf(() => to({}).peek(whoami), broker.password);
    const others = await lineOf(() => to({ clientcertFile, clientkeyFile }).peek(whoami), broker.password);
    expect(without).toMatch(
      /: the broker refused the TLS connection \((certificate required|handshake failure)\); does it require a client certificate \(rabbitmq:clientcertFile, rabbitmq:clientkeyFile\)(, or .*)?\?$/,
    );
    expect(others).toMatch(
      /: the broker refused the TLS connection \(unknown ca\); does it trust the client certificate \(rabbitmq:clientcertFile\)\?$/,
    );
  });
});
