import type { ServerResponse } from "node:http";
import { whoami } from "../../provider/management/target";
import { connect, freePort, lineOf, send } from "../support/connection";
import { enoughBrokers, testWith } from "../support/environment";
import { greeting, startFakeServer, status } from "../support/fake-server";
import { provider } from "../support/provider";

const credentials = { version: "0", username: "u", password: "top-secret", amqpUrl: "" };
const lineFrom = (endpoint: string, settings = {}) =>
  lineOf(() => provider({ ...credentials, endpoint }, "Queue", { settings }).create({ vhost: "/", name: "q" }));

test("nothing listens there", async () => {
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  expect(await lineFrom(endpoint)).toBe(
    `queue "q" in vhost "/": cannot reach RabbitMQ's management API at ${endpoint}: nothing listens there; is the broker running, and is this its management port (usually 15672, or 15671 with TLS)? (ECONNREFUSED)`,
  );
});

test("no such host", async () => {
  expect(await lineFrom("http://broker.invalid:15672")).toMatch(/no such host \(ENOTFOUND\)|EAI_AGAIN/);
});

describe.each(enoughBrokers)("RabbitMQ $version", ({ endpoint, amqpUrl, tls }) => {
  test("at its AMQP port", async () => {
    expect(await lineFrom(amqpUrl.replace(/^amqp:\/\/.*@/, "http://"))).toMatch(
      /the port does not speak HTTP; is it the AMQP port \(5672\) rather than the management port \(15672\)\?$/,
    );
  });

  const withTls = testWith("a broker that listens with TLS", tls);
  withTls("with http:// at the port that speaks TLS", async () => {
    expect(await lineFrom(String(tls?.endpoint.replace("https", "http")))).toMatch(
      /the port speaks TLS; use https:\/\/$/,
    );
  });

  withTls("with https:// at the port that does not speak TLS", async () => {
    expect(await lineFrom(endpoint.replace("http", "https"))).toMatch(/does the port speak plain http:\/\/\?/);
  });

  test("with a path that is not its own", async () => {
    expect(await lineFrom(`${endpoint}/rabbit`)).toMatch(
      /\/rabbit answered 404 to GET overview, but not as .* check rabbitmq:endpoint .*, its path, and any proxy/,
    );
  });

  test("with /api at the end, which is added anyway", async () => {
    expect(await lineFrom(`${endpoint}/api/`)).toMatch(/check rabbitmq:endpoint .*, without \/api at its end/);
  });
});

describe("what answers is not RabbitMQ", () => {
  const isNone = /answered \d+ to GET overview.*, but not as RabbitMQ's management API does: check rabbitmq:endpoint/;
  const page = (code: number) => (_request: unknown, response: ServerResponse) => {
    response.writeHead(code, { "content-type": "text/html" }).end("<html>\nhello\n</html>");
  };

  test.each([
    ["a page", page(200)],
    ["somebody else's JSON", status(200, { version: "1.0" })],
    ["JSON that is no object", status(200, 7)],
    ["null", status(200, null)],
    ["a list", status(200, [])],
    ["a page that is not found", page(404)],
    ["a login page", page(401)],
    ["a ban", page(403)],
    ["a gateway's JSON", status(401, { message: "no" })],
  ])("%s", async (_what, answer) => {
    const server = await startFakeServer(answer);
    expect(await lineFrom(server.endpoint)).toMatch(isNone);
    expect(server.requests).toEqual([`GET ${greeting}`]);
  });

  test.each([301, 302, 307, 308])("a redirect with %d is told and not followed", async (code) => {
    const elsewhere = await startFakeServer();
    const server = await startFakeServer(status(code, "", { location: `${elsewhere.endpoint}/login` }));
    const line = await lineFrom(server.endpoint);
    expect(line).toMatch(isNone);
    expect(line).toContain(`and redirects to ${elsewhere.endpoint}/login`);
    expect(elsewhere.requests).toEqual([]);
  });

  test("a redirect's password is not shown", async () => {
    const server = await startFakeServer(status(302, "", { location: "http://me:p@ss@other.example/" }));
    expect(await lineFrom(server.endpoint)).toMatch(/redirects to http:\/\/me:\[secret\]@other.example\//);
  });

  test("a page with status 200 in the midst of the work", async () => {
    const server = await startFakeServer((request, response) =>
      request.url === greeting
        ? status(200, { rabbitmq_version: "4.0.5" })(request, response)
        : page(200)(request, response),
    );
    for (const verb of ["get", "put", "post", "delete"] as const) {
      const line = await lineOf(() => send(connect(server), verb, whoami));
      expect(line).toMatch(/answered 200 to [A-Z]+ whoami, but not as RabbitMQ's management API does/);
    }
  });
});
