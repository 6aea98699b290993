import * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../../model/contract";
import * as rabbitmq from "../../sdk";
import { registrations } from "./registrations";

/** What one application gets that publishes to a super stream and consumes from it. */
async function accessTo(
  given: (vhost: rabbitmq.VHost) => Pick<rabbitmq.AppAccessArgs, "publishToStream" | "consumeFromStream">,
) {
  let contract: Contract | undefined;
  const seen = await registrations(async () => {
    const vhost = new rabbitmq.VHost("vhost", { name: "shop" });
    const access = new rabbitmq.AppAccess("app", { vhost, server: "amqp://broker.example", ...given(vhost) });
    // Unlike `apply`, it fails with the output.
    contract = await (access.contract as unknown as { promise(): Promise<Contract> }).promise();
  });
  const { write, read } = Object.values(seen).find(({ type }) => type.endsWith(":Permissions"))?.inputs ?? {};
  return { write, read, contract };
}

const orders = (vhost: rabbitmq.VHost, args: Partial<rabbitmq.SuperStreamArgs>) =>
  new rabbitmq.SuperStream("orders", { vhost, name: "orders", ...args });

test("an application may use exactly the exchange and the partitions of a super stream, and its contract names them", async () => {
  const { write, read, contract } = await accessTo((vhost) => {
    const superStream = orders(vhost, { routingKeys: ["emea", "apac"], maxAge: "7D" });
    return { publishToStream: [superStream], consumeFromStream: [{ superStream, storesOffset: true }] };
  });
  expect(write).toBe("^(orders|orders-apac|orders-emea)$");
  expect(read).toBe("^(orders|orders-apac|orders-emea)$");
  const stream = {
    type: "stream",
    durable: true,
    arguments: { "x-queue-type": "stream", "x-max-age": "7D", "x-queue-leader-locator": "balanced" },
  };
  expect(contract).toMatchObject({
    exchanges: [{ name: "orders", type: "direct", durable: true }],
    queues: [
      { name: "orders-apac", ...stream },
      { name: "orders-emea", ...stream },
    ],
    publishTo: [{ exchange: "orders" }],
    consumeFrom: ["orders-apac", "orders-emea"],
  });
});

test("the rights grow with the super stream", async () => {
  const growing = (partitions: pulumi.Input<number>) =>
    accessTo((vhost) => ({ consumeFromStream: [orders(vhost, { partitions })] }));
  expect(await growing(2)).toMatchObject({ write: "^$", read: "^(orders|orders-0|orders-1)$" });
  expect(await growing(pulumi.output(3))).toMatchObject({ read: "^(orders|orders-0|orders-1|orders-2)$" });
});

test("the super stream of a topology is as good as one of its own", async () => {
  const part = await accessTo((vhost) => {
    const topology = new rabbitmq.Topology("whole", {
      vhost,
      superStreams: { orders: { partitions: 2 } },
      define: (t) => void t.superStream("invoices", { routingKeys: ["a"] }),
    });
    expect(() => topology.superStream("order")).toThrow('has no super stream "order": did you mean "orders"?');
    return { publishToStream: [topology.superStream("orders"), { superStream: topology.superStream("invoices") }] };
  });
  expect(part.write).toBe("^(invoices|invoices-a|orders|orders-0|orders-1)$");
  expect(part.contract?.queues).toHaveLength(3);
  expect(part.contract?.queues[1]).toMatchObject({ name: "orders-0", type: "stream" });
});

test("a super stream that is given by name is known if the program declares it", async () => {
  const { contract } = await accessTo((vhost) => {
    orders(vhost, { partitions: 1 });
    return { consumeFromStream: [{ superStream: "orders", partitions: 1 }] };
  });
  expect(contract?.queues).toMatchObject([{ name: "orders-0", type: "stream", durable: true }]);
  expect(contract?.exchanges).toMatchObject([{ name: "orders", type: "direct" }]);
});

test("a binding by name to the exchange of a super stream depends on it", async () => {
  const { binding } = await registrations(() => {
    new rabbitmq.Binding("binding", { vhost: "shop", source: "orders", destination: "audit", routingKey: "0" });
    new rabbitmq.SuperStream("orders", { vhost: "shop", name: "orders", partitions: 1 });
  });
  expect(binding?.request.getDependenciesList()).toEqual([expect.stringMatching(/rabbitmq:SuperStream::orders$/)]);
});

test("a topology is told of the parts of a super stream outside it, so that it does not delete them", async () => {
  const { whole } = await registrations(() => {
    new rabbitmq.Topology("whole", { vhost: "shop", queues: {} });
    new rabbitmq.SuperStream("orders", { vhost: "shop", name: "orders", partitions: 1 });
  });
  const told = JSON.parse(String(whole?.inputs["__elsewhere"])) as { kind: string }[];
  expect(told.map(({ kind }) => kind)).toEqual(["SuperStream", "Exchange", "Queue", "Binding"]);
});
