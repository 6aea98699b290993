import * as pulumi from "@pulumi/pulumi";

test("the program exports the contract of billing", async () => {
  await pulumi.runtime.setMocks({ newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) });
  const program: typeof import("../index") = require("../index");
  const contract = await new Promise((resolve) => program.contract.apply(resolve));
  expect(contract).toMatchObject({ application: "billing" });
});
