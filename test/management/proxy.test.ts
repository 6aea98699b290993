import { whoami } from "../../provider/management/target";
import { connect, freePort, lineOf } from "../support/connection";
import { newest, testWith } from "../support/environment";
import { greeting, startFakeServer } from "../support/fake-server";
import { startForwardProxy } from "../support/forward-proxy";

const variables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
const { endpoint, username, password, tls } = newest;
const { host } = new URL(endpoint);
const overHttp = { endpoint, username, password };
const overTls = { ...overHttp, endpoint: tls?.endpoint, cacertFile: tls?.caFile };
const { host: tlsHost } = new URL(tls?.endpoint ?? "https://none");
const withTls = testWith("a broker that listens with TLS", tls);
const answers = async (settings: object) =>
  expect(await connect(settings).peek(whoami)).toMatchObject({ name: username });

let before: NodeJS.ProcessEnv;
beforeEach(() => {
  before = { ...process.env };
  for (const name of variables) delete process.env[name];
});
afterEach(() => {
  process.env = before;
});

describe("goes through a proxy", () => {
  test("of the settings", async () => {
    const proxy = await startForwardProxy();
    await answers({ ...overHttp, proxy: proxy.url });
    expect(proxy.requests).toEqual([`GET ${endpoint}${greeting}`, `GET ${endpoint}/api/whoami`]);
  });

  withTls("of the settings, in a tunnel, which is opened once", async () => {
    const proxy = await startForwardProxy();
    await answers({ ...overTls, proxy: proxy.url });
    expect(proxy.requests).toEqual([`CONNECT ${tlsHost}`]);
  });

  test("of the environment", async () => {
    const proxy = await startForwardProxy();
    process.env["HTTP_PROXY"] = proxy.url;
    await answers(overHttp);
    expect(proxy.requests).toHaveLength(2);
  });

  withTls("of the environment, in a tunnel", async () => {
    const proxy = await startForwardProxy();
    process.env["https_proxy"] = proxy.url;
    await answers(overTls);
    expect(proxy.requests).toEqual([`CONNECT ${tlsHost}`]);
  });

  test("with the credentials in its URL", async () => {
    const proxy = await startForwardProxy("me:pr@xy-word");
    await answers({ ...overHttp, proxy: proxy.url.replace("//", "//me:pr%40xy-word@") });
    expect(proxy.requests).toHaveLength(2);
  });
});

test("NO_PROXY keeps it away, unless the settings name one", async () => {
  const proxy = await startForwardProxy();
  Object.assign(process.env, { HTTP_PROXY: proxy.url, NO_PROXY: new URL(endpoint).hostname });
  await answers(overHttp);
  expect(proxy.requests).toEqual([]);
  await answers({ ...overHttp, proxy: proxy.url });
  expect(proxy.requests).toHaveLength(2);
});

describe("says that it is the proxy", () => {
  const line = (settings: object) => lineOf(() => connect(settings).peek(whoami), "proxy-word", password);

  test("if nothing listens there", async () => {
    const proxy = `http://me:proxy-word@127.0.0.1:${await freePort()}`;
    const both = [overHttp, ...(tls ? [overTls] : [])];
    for (const shown of await Promise.all(both.map((settings) => line({ ...settings, proxy })))) {
      expect(shown).toMatch(
        /at http.* through the proxy 127\.0\.0\.1:\d+: the proxy does not answer; check rabbitmq:proxy, or HTTP_PROXY/,
      );
    }
  });

  test("if it refuses the credentials", async () => {
    const proxy = (await startForwardProxy("me:other")).url.replace("//", "//me:proxy-word@");
    for (const settings of tls ? [overHttp, overTls] : [overHttp]) {
      expect(await line({ ...settings, proxy })).toMatch(/the proxy requires credentials: set rabbitmq:proxy to http:/);
    }
  });

  test("if it cannot reach the broker", async () => {
    const { url: proxy } = await startForwardProxy();
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    expect(await line({ ...overHttp, endpoint: nowhere, proxy })).toMatch(/502 .*proxy/);
  });

  test("if the environment's is no URL of a proxy", async () => {
    process.env["HTTP_PROXY"] = "socks5://me:proxy-word@127.0.0.1:1080";
    expect(await lineOf(async () => connect(overHttp), "proxy-word")).toMatch(
      /^the proxy in HTTP_PROXY, HTTPS_PROXY or ALL_PROXY is not an http\(s\) URL$/,
    );
  });

  test("if it is no proxy but a web server", async () => {
    const server = await startFakeServer((_request, response) => response.end("<html>welcome</html>"));
    expect(await line({ ...overHttp, proxy: server.endpoint })).toMatch(/answered 200 .* any proxy in between$/);
    expect(server.requests).toEqual([`GET http://${host}${greeting}`]);
  });
});
