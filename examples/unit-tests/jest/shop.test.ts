import * as pulumi from "@pulumi/pulumi";
import { Shop } from "../shop";

/** Answers as the engine would after an update: the inputs are the outputs. */
const mocks: pulumi.runtime.Mocks = {
  newResource: ({ id, name, inputs }) => ({ id: id || name, state: inputs }),
  call: () => ({}),
};
beforeEach(() => pulumi.runtime.setMocks(mocks, "shop", "test"));
// Waits for everything that the test started, so that nothing of it reaches the next test.
afterEach(() => pulumi.runtime.disconnect());

/** An output's value, as a promise. */
const valueIn = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

test("billing may publish invoices, consume from its queue, and declare nothing", async () => {
  const { billing } = new Shop("shop");
  expect(await valueIn(billing.grants)).toMatchObject({
    configure: "^$",
    write: "^(events)$",
    read: "^(billing\\.paid)$",
    topics: { events: { write: "^(invoice(\\..*)?)$", read: "(?!)" } },
    warnings: [],
  });
});

test("billing may not publish where it makes no invoices", async () => {
  const { billing } = new Shop("shop", { invoices: false });
  expect(await valueIn(billing.grants)).toMatchObject({ write: "^$" });
});

test("the contract of billing names a quorum queue and its vhost", async () => {
  const { billing } = new Shop("shop");
  expect(await valueIn(billing.contract)).toMatchObject({
    vhost: "shop",
    queues: [{ name: "billing.paid", type: "quorum" }],
    publishTo: [{ exchange: "events", routingKeys: ["invoice.#"] }],
  });
});
