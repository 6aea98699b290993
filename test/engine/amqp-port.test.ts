import type { Stack } from "@pulumi/pulumi/automation";
import * as rabbitmq from "../../sdk";
import { api } from "../support/admin";
import { newest, testLong } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { createStack, stateOf } from "../support/stack";

const assumption = /assumes AMQP's standard port .* give the AppAccess the argument server/;
let stack: Stack;
afterEach(async () => {
  await stack.destroy();
  await api(newest, "DELETE", "users/amqp-port");
  await api(newest, "DELETE", "vhosts/amqp-port");
});

const program = (server?: string) => async () => {
  const vhost = new rabbitmq.VHost("vhost", { name: "amqp-port" });
  const args = { vhost, ...(server !== undefined && { server }) };
  return { url: new rabbitmq.AppAccess("amqp-port", args).url };
};

async function up(server?: string, broker = newest) {
  stack = await createStack(broker, program(server), { readsOutputs: true });
  const { outputs, stdout, stderr } = await stack.up();
  return { server: new URL(outputs["url"]?.value).host, printed: stdout + stderr };
}

test("the URL has the port on which the broker listens, and a state without it keeps the standard port in a preview", async () => {
  const { server, printed } = await up();
  expect(server).toBe(new URL(newest.amqpUrl).host);
  expect(printed).not.toMatch(assumption);

  const deployment = await stack.exportStack();
  for (const { outputs } of (deployment.deployment.resources ?? []).filter(({ type }: { type: string }) =>
    type.endsWith(":Credentials"),
  ))
    delete outputs.ports;
  await stack.importStack(deployment);
  stack.workspace.program = async () => {
    const { url } = await program()();
    // In a preview, an unknown output would not get here.
    url.apply((known) => console.info(`port ${new URL(known).port}`));
  };
  const info = jest.spyOn(console, "info").mockImplementation();
  await stack.preview();
  expect(info).toHaveBeenCalledWith("port 5672");
  info.mockRestore();
});

test("behind a proxy, the URL has the standard port, and the run says that it assumes so", async () => {
  const { endpoint } = await startFakeServer(forward(newest.endpoint));
  const { server, printed } = await up(undefined, { ...newest, endpoint });
  expect(server).toBe("127.0.0.1:5672");
  expect(printed).toMatch(assumption);
  await stack.destroy(); // as long as the proxy runs
});

testLong("with the argument server, the broker is not asked", async () => {
  const { server } = await up("amqp://elsewhere.example:5999");
  expect(server).toBe("elsewhere.example:5999");
  const [credentials] = (await stateOf(stack)).filter(({ type }) => type.endsWith(":Credentials"));
  expect(credentials.outputs).not.toHaveProperty("ports");
});
