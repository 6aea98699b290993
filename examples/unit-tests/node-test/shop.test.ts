import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
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
  const { configure, write, read, topics, warnings } = await valueIn(billing.grants);
  assert.deepEqual({ configure, write, read }, { configure: "^$", write: "^(events)$", read: "^(billing\\.paid)$" });
  assert.deepEqual(topics, { events: { write: "^(invoice(\\..*)?)$", read: "(?!)" } });
  assert.deepEqual(warnings, []);
});

test("billing may not publish where it makes no invoices", async () => {
  const { billing } = new Shop("shop", { invoices: false });
  const { write } = await valueIn(billing.grants);
  assert.equal(write, "^$");
});

test("the contract of billing names a quorum queue and its vhost", async () => {
  const { billing } = new Shop("shop");
  const { vhost, queues, publishTo } = await valueIn(billing.contract);
  assert.equal(vhost, "shop");
  assert.deepEqual(
    queues.map(({ name, type }) => [name, type]),
    [["billing.paid", "quorum"]],
  );
  assert.deepEqual(publishTo, [{ exchange: "events", routingKeys: ["invoice.#"] }]);
});
