import { environmentName, readSettings, secretSettings, settingKeys } from "../../provider/management/settings";

const needed = { endpoint: "http://localhost:15672", username: "u", password: "top-secret" };
const read = (given: Record<string, string | undefined>) => readSettings((key) => ({ ...needed, ...given })[key]);
const messageOf = (given: Record<string, string | undefined>) => {
  try {
    read(given);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("was accepted");
};

test("defaults", () => {
  expect(read({})).toEqual({
    ...needed,
    insecure: false,
    headers: {},
    timeout: 30,
    waitForBroker: 0,
    concurrency: 16,
    onExisting: "adopt",
    onDrift: "refuse",
    onReplace: "refuse",
    forceDestroy: false,
    previewReads: true,
    readOnly: false,
  });
});

test.each([
  ["http://localhost:15672/", "http://localhost:15672"],
  ["HTTPS://Broker.Example:443//", "https://broker.example"],
  [" http://[::1]:15672/a%20b/\n", "http://[::1]:15672/a%20b"],
])("the endpoint %j is %s", (given, endpoint) => {
  expect(read({ endpoint: given }).endpoint).toBe(endpoint);
});

test.each([
  ["endpoint", "localhost:15672", "must be the management API's http(s) URL, such as http://localhost:15672"],
  ["endpoint", "amqp://localhost", "must be the management API's http(s) URL"],
  ["endpoint", "http://me:top-secret@localhost", "must not contain credentials: set rabbitmq:username and"],
  ["endpoint", "http://localhost?a=b", "must not have a query or a fragment"],
  ["amqpEndpoint", "http://localhost:5672", "must be the broker's AMQP URL, such as amqp://localhost:5672"],
  ["amqpEndpoint", "amqp://me:top-secret@localhost", "must not contain credentials"],
  ["amqpEndpoint", "amqp://localhost/shop", "must not have a vhost, a query or a fragment"],
  ["amqpEndpoint", "amqp://localhost?heartbeat=1", "must not have a vhost, a query or a fragment"],
  ["username", "a:b", 'must not contain ":"'],
  ["token", "to ken", "must be a token without spaces and line breaks"],
  ["token", "token\n", "must be a token without spaces and line breaks"],
  ["insecure", "yes", "must be true or false"],
  ["proxy", "localhost:3128", "must be an http(s) URL"],
  ["proxy", "socks5://me:top-secret@localhost", "must be an http(s) URL"],
  ["headers", "X-Team: top-secret", 'must be a JSON object such as {"X-Team":"platform"}'],
  ["headers", '["top-secret"]', "must be a JSON object of strings such as"],
  ["headers", '{"X-Number":5}', "must be a JSON object of strings such as"],
  ["headers", '{"X Team":"top-secret"}', "must contain only names and values that HTTP allows"],
  ["headers", '{"X-Team":"top-secret\\n"}', "must contain only names and values that HTTP allows"],
  ["timeout", "soon", "must be a number of seconds"],
  ["timeout", "0", "must be more than 0 seconds"],
  ["timeout", "-1", "must"],
  ["timeout", "1e9", "must be at most 86400 seconds"],
  ["timeout", "Infinity", "must be a number of seconds"],
  ["waitForBroker", "-1", "must not be negative"],
  ["waitForBroker", "long", "must be a number of seconds"],
  ["concurrency", "many", "must be 1 to 64"],
  ["concurrency", "0", "must be 1 to 64"],
  ["concurrency", "65", "must be 1 to 64"],
  ["concurrency", "1.5", "must be a whole number"],
  ["onExisting", "overwrite", "must be adopt, fail or takeOver"],
  ["onReplace", "move", "must be refuse or migrate"],
  ["forceDestroy", "1", "must be true or false"],
])("%s %j is refused in one line that names it, and shows no secret", (key, value, problem) => {
  const message = messageOf({ [key]: value });
  expect(message.startsWith(`rabbitmq:${key} (${environmentName(key)}) ${problem}`)).toBe(true);
  expect(message).toMatch(/^.+$/);
  expect(message).not.toContain("top-secret");
});

test.each(["endpoint", "username", "password"])("a missing %s is told with the three ways to set it", (key) => {
  for (const value of [undefined, ""]) {
    expect(messageOf({ [key]: value })).toMatch(
      new RegExp(
        `^rabbitmq:${key} is not set: run \`pulumi config set .*rabbitmq:${key}.*\`, set RABBITMQ_${key.toUpperCase()}, or pass .*new rabbitmq.Provider`,
      ),
    );
  }
});

test("a token needs neither user nor password", () => {
  expect(read({ token: "t", username: undefined, password: undefined }).token).toBe("t");
});

test("every key has a name in the environment, and no two the same", () => {
  expect(settingKeys.map(environmentName)).toEqual([
    "RABBITMQ_ENDPOINT",
    "RABBITMQ_AMQP_ENDPOINT",
    "RABBITMQ_USERNAME",
    "RABBITMQ_PASSWORD",
    "RABBITMQ_TOKEN",
    "RABBITMQ_TOKEN_FILE",
    "RABBITMQ_CACERT_FILE",
    "RABBITMQ_CA_CERT",
    "RABBITMQ_CLIENTCERT_FILE",
    "RABBITMQ_CLIENT_CERT",
    "RABBITMQ_CLIENTKEY_FILE",
    "RABBITMQ_CLIENT_KEY",
    "RABBITMQ_INSECURE",
    "RABBITMQ_SERVER_NAME",
    "RABBITMQ_PROXY",
    "RABBITMQ_HEADERS",
    "RABBITMQ_TIMEOUT",
    "RABBITMQ_WAIT_FOR_BROKER",
    "RABBITMQ_CONCURRENCY",
    "RABBITMQ_ON_EXISTING",
    "RABBITMQ_ON_DRIFT",
    "RABBITMQ_ON_REPLACE",
    "RABBITMQ_FORCE_DESTROY",
    "RABBITMQ_READ_ONLY",
    "RABBITMQ_TARGET_VERSION",
    "RABBITMQ_PREVIEW_READS",
  ]);
  expect([...secretSettings].sort()).toEqual(["clientKey", "headers", "password", "proxy", "token"]);
});
