import { isServer, serverOf, urlOf } from "../../sdk/access/url";

test.each([
  ["amqp://host", "amqp://u:p@host/v"],
  ["amqps://host:5671/", "amqps://u:p@host:5671/v"],
  ["amqps://[::1]:5671?heartbeat=5&verify=verify_peer", "amqps://u:p@[::1]:5671/v?heartbeat=5&verify=verify_peer"],
])("user, password and vhost are put into %s", (server, expected) => {
  expect(isServer(server)).toBe(true);
  expect(urlOf(server, { username: "u", password: "p", vhost: "v" })).toBe(expected);
});

test.each(["/", "ü/ser @:", "pä ß%2f@:/?#[]", "%", "a&b=c+d", "'\"<>`{}|\\^"])(
  "%j is the same when it is read back",
  (odd) => {
    const url = new URL(urlOf("amqp://host", { username: odd, password: odd, vhost: odd }));
    expect([url.username, url.password, url.pathname.slice(1)].map(decodeURIComponent)).toEqual([odd, odd, odd]);
  },
);

test("without a password there is none in the URL", () => {
  expect(urlOf("amqp://host", { username: "u", vhost: "/" })).toBe("amqp://u@host/%2F");
});

test.each([
  "host",
  "http://host",
  "amqp://",
  "amqp://u@host",
  "amqp://:p@host",
  "amqp://host/v",
  "amqp://a,b:5672",
  "amqp://h#x",
])("%s is no server", (server) => {
  expect(isServer(server)).toBe(false);
  expect(() => serverOf(server, "http://host")).toThrow(/^server: must be amqp:/);
});

test("the server is next to the management API, with TLS if that has it", () => {
  expect(serverOf(undefined, "http://host:15672/path")).toBe("amqp://host:5672");
  expect(serverOf(undefined, "https://host:15671")).toBe("amqps://host:5671");
  expect(() => serverOf(undefined, "")).toThrow(/^rabbitmq:endpoint is not set: run `pulumi config set/);
});

test.each([
  ["http://host:15672", { management: 15672, amqp: 5673 }, "amqp://host:5673"],
  ["http://host:15672", { management: 15672, amqp: 5673, amqps: 5674 }, "amqp://host:5673"],
  ["http://host:15672", { management: 15672, amqps: 5674 }, "amqps://host:5674"],
  ["https://host:15671", { management: 15671, amqp: 5673, amqps: 5674 }, "amqps://host:5674"],
  ["https://host:15671", { management: 15671, amqp: 5673 }, "amqps://host:5671"], // never without TLS
  ["http://host", { management: 80, amqp: 5673 }, "amqp://host:5673"],
  ["http://other:8080", { management: 15672, amqp: 5673 }, "amqp://other:5672"],
])(
  "the broker's own ports count for the endpoint through which they are known: %s, %j",
  (endpoint, ports, expected) => {
    expect(serverOf(undefined, endpoint, ports)).toBe(expected);
  },
);
