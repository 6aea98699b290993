import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "../../sdk";
import { registrations } from "./registrations";

const given = () => JSON.parse('{"x-a": 1, "__proto__": {"x-b": 1}}');
const problem = 'must not contain a key that is "__proto__" or has half a character (a lone surrogate)';
const errorOf = async (declare: () => unknown): Promise<string> => {
  let message = "";
  await registrations(() => {
    try {
      declare();
    } catch (error) {
      ({ message } = error as Error);
    }
  });
  return message;
};

test("a key of arguments that Pulumi would send as something else is refused by the program", async () => {
  const queue = { vhost: "v", name: "q" };
  expect(await errorOf(() => new rabbitmq.Queue("q", { ...queue, arguments: given() }))).toBe(
    `Queue "q": arguments ${problem}`,
  );
  expect(await errorOf(() => new rabbitmq.Queue("q", { ...queue, arguments: { deep: [given()] } }))).toBe(
    `Queue "q": arguments ${problem}`,
  );
  const policy = { vhost: "v", name: "p", pattern: "^q", definition: given() };
  expect(await errorOf(() => new rabbitmq.Policy("p", policy))).toBe(`Policy "p": definition ${problem}`);
  expect(await errorOf(() => new rabbitmq.Queue("q", { ...queue, arguments: { proto: 1 } }))).toBe("");
});

test("and of a topology's section with outputs, which is not sent as one text", async () => {
  const later = { name: { arguments: given(), maxLength: pulumi.output(5) } };
  expect(await errorOf(() => new rabbitmq.Topology("t", { vhost: "v", queues: later }))).toBe(
    `Topology: queues ${problem}`,
  );
});
