import { type AddressInfo, createServer } from "node:net";
import { inspect } from "node:util";
import { Broker } from "../../provider/broker";
import type { RabbitMQError } from "../../provider/management/errors";
import { readSettings } from "../../provider/management/settings";
import { inVHost } from "../../provider/management/shared-list";
import type { Target } from "../../provider/management/target";

/** The provider's client, with these keys of its configuration. Only the known ones count, so a test broker will do. */
export function connect(to: object): Broker {
  const keys: Record<string, unknown> = { username: "u", password: "top-secret", ...to };
  return new Broker(readSettings((key) => keys[key] as string | undefined));
}

/** A request with this verb for an object. */
export function send(client: Broker, verb: "get" | "put" | "post" | "delete", target: Target): Promise<unknown> {
  const place = inVHost("v", target);
  if (verb === "get") return client.get(place);
  return verb === "delete" ? client.delete(target.path, place) : client[verb](target.path, {});
}

/** What the user reads when this fails: one line, no stack, and none of the secrets anywhere in the error. */
export async function lineOf(work: () => Promise<unknown>, ...secrets: string[]): Promise<string> {
  const error = await work().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  // By name, since a test may load the provider a second time.
  expect((error as Error | undefined)?.name).toMatch(/^(RabbitMQ|Configuration|Connection|Broker|Refused)Error$/);
  const { message, stack } = error as RabbitMQError;
  expect(message.trim()).toMatch(/^.+$/);
  expect(stack).toBe("");
  const everything = inspect(error, { depth: 20, maxStringLength: null, showHidden: true });
  for (const secret of ["top-secret", ...secrets]) {
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(Buffer.from(`u:${secret}`).toString("base64"));
  }
  return message;
}

/** A port where nothing listens. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
