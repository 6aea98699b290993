import { path } from "../../provider/management/path";
import { one, whoami } from "../../provider/management/target";
import { api, makeVHost } from "../support/admin";
import { connect, lineOf } from "../support/connection";
import { brokers, type TestBroker } from "../support/environment";
import { provider } from "../support/provider";

const vhost = "refused-user";
const password = "päss-wörd:4711";
const users = { "test-stranger": "", "test-manager": "management", "test-admin": "administrator" };

describe.each(brokers)("RabbitMQ $version refuses", (broker) => {
  let removeVHost: () => Promise<unknown>;
  const as = (username: string, secret = password): TestBroker => ({ ...broker, username, password: secret });

  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
    for (const [name, tags] of Object.entries(users)) await api(broker, "PUT", `users/${name}`, { tags, password });
    await api(broker, "PUT", `permissions/${vhost}/test-manager`, {
      configure: "^mine",
      write: "^mine",
      read: "^mine",
    });
  });
  afterAll(async () => {
    await removeVHost();
    for (const name of Object.keys(users)) await api(broker, "DELETE", `users/${name}`);
  });

  const queue = { vhost, name: "theirs", durable: true, autoDelete: false };
  const createQueue = (user: TestBroker, where = vhost) =>
    lineOf(() => provider(user, "Queue").create({ ...queue, vhost: where }), password, "wrong-one");
  afterEach(async () => {
    const left = await api(broker, "GET", `queues/${vhost}`);
    expect(left.body).toEqual([]);
  });

  test("a wrong password", async () => {
    expect(await createQueue(as("test-admin", "wrong-one"))).toMatch(
      /^queue "theirs" in vhost "refused-user": user "test-admin" could not log in: check rabbitmq:username and rabbitmq:password .*--run-program.* \(401 to GET overview\)$/,
    );
  });

  test("a user that does not exist", async () => {
    expect(await createQueue(as("nobody"))).toMatch(/user "nobody" could not log in: check rabbitmq:username/);
  });

  test("a token that it does not know", async () => {
    const client = connect({ ...broker, token: "wrong-one" });
    const line = await lineOf(() => client.peek(whoami), "wrong-one");
    expect(line).toMatch(/the bearer of rabbitmq:token could not log in: check rabbitmq:token/);
  });

  test("a user without the tag management", async () => {
    expect(await createQueue(as("test-stranger"))).toMatch(
      /user "test-stranger" may not use the management API: give it the tag "administrator"/,
    );
  });

  test("vhosts and users of a user that is no administrator", async () => {
    for (const name of ["VHost", "User"] as const) {
      const line = await lineOf(() => provider(as("test-manager"), name).create({ name: "new" }), password);
      expect(line).toMatch(/(user|vhost) "new": user "test-manager" is not an administrator: give it the tag/);
    }
    const [madeUser, madeVHost] = [await api(broker, "GET", "users/new"), await api(broker, "GET", "vhosts/new")];
    expect([madeUser.status, madeVHost.status]).toEqual([404, 404]);
  });

  test("a queue outside the user's configure pattern", async () => {
    expect(await createQueue(as("test-manager"))).toMatch(
      /user "test-manager" may not do this: it needs configure, write and read permissions in the vhost/,
    );
  });

  test("a queue in a vhost that the user has no permission in", async () => {
    expect(await createQueue(as("test-manager"), "/")).toMatch(
      /user "test-manager" (may not see this vhost|is refused: User not)/,
    );
  });

  test("a queue of an administrator without permission in the vhost", async () => {
    expect(await createQueue(as("test-admin"))).toMatch(
      /user "test-admin" may not do this: it needs .* \(the tag "administrator" alone gives none\)/,
    );
  });

  test("to tell a user without access whether its queue is gone", async () => {
    const line = await lineOf(() => connect(as("test-manager")).peek(one(path`queues/${"/"}/${"q"}`, {})), password);
    expect(line).toMatch(/user "test-manager" (may not see this vhost|is refused: User not)/);
  });

  test("a name of its own", async () => {
    const line = await lineOf(() => connect(broker).put(path`queues/${vhost}/${"amq.x"}`, {}));
    expect(line).toMatch(/names that begin with amq\. are the broker's own/);
  });
});
