import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "../../sdk";

interface Call {
  readonly token: string;
  readonly inputs: object;
}

/** Runs a program with Pulumi's mocks, which answer this, and gives what they were asked. */
async function calls(answer: object, program: () => unknown, preview = false): Promise<Call[]> {
  const seen: Call[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
      call: ({ token, inputs }) => {
        seen.push({ token, inputs });
        return answer;
      },
    },
    "project",
    "stack",
    preview,
  );
  await program();
  await pulumi.runtime.disconnect();
  return seen;
}

const valueIn = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

test("mocks are asked in place of the broker, and get the names of resources", async () => {
  const asked = await calls({ name: "paid", maxLength: 5 }, async () => {
    expect(await rabbitmq.getQueue({ vhost: "shop", name: "paid" })).toMatchObject({ maxLength: 5 });
    const vhost = new rabbitmq.VHost("shop", { name: "shop" });
    const found = rabbitmq.getQueueOutput({ vhost, name: pulumi.output("paid") }, { dependsOn: vhost });
    expect(await valueIn(found.maxLength)).toBe(5);
    const source = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
    const destination = new rabbitmq.Queue("paid", { vhost, name: "paid" });
    await valueIn(rabbitmq.getBindingOutput({ source, destination, routingKey: "#" }));
    await rabbitmq.getWhoami();
  });
  const queue = { token: "rabbitmq:index:getQueue", inputs: { vhost: "shop", name: "paid" } };
  const binding = { vhost: "shop", source: "events", destination: "paid", destinationType: "queue", routingKey: "#" };
  expect(asked).toEqual([
    queue,
    queue,
    { token: "rabbitmq:index:getBinding", inputs: binding },
    { token: "rabbitmq:index:getWhoami", inputs: {} },
  ]);
});

test("mocks answer a list with a list, and one without an answer is empty", async () => {
  const names = async () => (await rabbitmq.getQueues({ vhost: "shop" })).map(({ name }) => name);
  await calls([{ name: "b" }, { name: "a" }], async () => expect(await names()).toEqual(["b", "a"]));
  await calls({}, async () => {
    expect(await names()).toEqual([]);
    expect(await valueIn(rabbitmq.getUsersOutput())).toEqual([]);
  });
});

test("what a mock answers as a secret of the kind is a secret", async () => {
  await calls({ name: "app", passwordHash: "hash" }, async () => {
    expect(await pulumi.isSecret(rabbitmq.getUserOutput({ name: "app" }))).toBe(true);
  });
});
