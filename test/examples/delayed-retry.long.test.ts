import { api } from "../support/admin";
import { connect } from "../support/amqp";
import { enoughBrokers } from "../support/environment";
import { Example } from "./example";

const users = ["retry-producer", "retry-worker"];

describe.each(enoughBrokers)("the delayed retry on RabbitMQ $version", (broker) => {
  const example = new Example("delayed-retry", broker);
  afterAll(async () => {
    await example.remove();
    for (const user of users) await api(broker, "DELETE", `users/${user}`);
  });

  test("brings rejected jobs back after a while, until they are done or given up", async () => {
    const stack = await example.init({ "delayed-retry:delay": "200", "rabbitmq:forceDestroy": "true" });
    await stack.up();
    const { body } = await api(broker, "GET", `permissions/${example.vhost}/retry-worker`);
    expect(body).toMatchObject({ configure: "^$", write: "^(jobs\\.parked)$", read: "^(jobs)$" });

    await example.run("producer");
    const worked = (await example.run("worker")).split("\n").filter((line) => line.startsWith("worker"));
    const linesOf = (job: string) => worked.filter((line) => line.includes(job));
    expect(linesOf("resize")).toEqual(["worker    does resize at attempt 1"]);
    expect(linesOf("upload")).toEqual(["worker    rejects upload at attempt 1", "worker    does upload at attempt 2"]);
    expect(linesOf("translate")).toEqual([
      "worker    rejects translate at attempt 1",
      "worker    rejects translate at attempt 2",
      "worker    gives up translate after 3 attempts",
    ]);
    // RabbitMQ gives a new vhost to who made it, here to the operator.
    const everything = { configure: ".*", write: ".*", read: ".*" };
    await api(broker, "PUT", `permissions/${example.vhost}/${broker.username}`, everything);
    const app = await connect(broker, example.vhost);
    const kept = await Promise.all(["jobs", "jobs.waiting", "jobs.failed"].map((queue) => app.count(queue)));
    await app.close();
    expect(kept).toEqual([0, 0, 1]);

    await stack.destroy();
    expect((await api(broker, "GET", `vhosts/${example.vhost}`)).status).toBe(404);
  });
});
