// Runs in a process of its own, so that a hanging installer can be ended.
const diagnostics = require("node:diagnostics_channel");

const { PulumiCommand } = require("@pulumi/pulumi/automation");

const fail = (reason) => {
  console.error(`Pulumi's installer: ${reason}`);
  process.exit(1);
};
const silence = setTimeout(() => fail("the server does not answer"), 15_000);
diagnostics.subscribe("http.client.response.finish", () => clearTimeout(silence));

PulumiCommand.install({ root: process.argv[2] }).catch((error) => fail(error.message));
