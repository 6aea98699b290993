// A process of its own, so that an installer that hangs can be ended.
const diagnostics = require("node:diagnostics_channel");

const { PulumiCommand } = require("@pulumi/pulumi/automation");

const fail = (reason) => {
  console.error(`Pulumi's installer: ${reason}`);
  process.exit(1);
};
const silence = setTimeout(() => fail("not reached"), 15_000);
diagnostics.subscribe("http.client.response.finish", () => clearTimeout(silence));

PulumiCommand.install({ root: process.argv[2] }).catch((error) => fail(error.message));
