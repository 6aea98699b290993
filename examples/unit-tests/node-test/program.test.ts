import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";

test("the program exports the contract of billing", async () => {
  await pulumi.runtime.setMocks({ newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) });
  const program: typeof import("../index") = require("../index");
  const { application } = await new Promise<{ application: string }>((resolve) => program.contract.apply(resolve));
  assert.equal(application, "billing");
});
