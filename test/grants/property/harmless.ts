import { exchange, queue, queuesFrom } from "../../../model/operation";
import { publish } from "./application";
import { type Asker, durable, type Question } from "./questions";
import { predeclared } from "./world";

/** What leaves the objects as they are: these can be asked all at once. */
export function harmless(asker: Asker): Question[] {
  const { world, application, keysAt } = asker;
  const exchanges = [...world.exchanges, predeclared];
  return [
    ...["", ...exchanges.map(({ name }) => name)].flatMap((name) =>
      keysAt(name, "publish").map((key) => ({
        operation: { verb: "publish" as const, target: exchange(name) },
        key,
        ask: () => application.ask((channel) => publish(channel, name, key)),
      })),
    ),
    ...world.queues.flatMap((name) => [
      ...ofQueue(asker, name),
      {
        operation: { verb: "declareQueue" as const, target: queue(name) },
        ask: () => application.ask((channel) => channel.assertQueue(name, durable)),
      },
    ]),
    ...exchanges.flatMap(({ name, type }) => [
      {
        operation: { verb: "declareExchange" as const, target: exchange(name) },
        ask: () => application.ask((channel) => channel.assertExchange(name, type, durable)),
      },
      ...exchanges.flatMap(({ name: source }) =>
        keysAt(source, "bind").map((key) => ({
          operation: { verb: "bindExchange" as const, target: exchange(name), other: exchange(source) },
          key,
          ask: () =>
            application.ask(async (channel) => {
              await channel.bindExchange(name, source, key);
              await channel.unbindExchange(name, source, key);
            }),
        })),
      ),
    ]),
  ];
}

/** What can be asked of a queue that is there. */
function ofQueue({ world, application, keysAt }: Asker, name: string): Question[] {
  const target = queue(name);
  return [
    {
      operation: { verb: "consume", target },
      ask: () =>
        application.ask(async (channel) => {
          const { consumerTag } = await channel.consume(name, () => {});
          await channel.cancel(consumerTag);
        }),
    },
    { operation: { verb: "purge", target }, ask: () => application.ask((channel) => channel.purgeQueue(name)) },
    ...[...world.exchanges, predeclared].flatMap(({ name: source }) =>
      keysAt(source, "bind").map((key) => ({
        operation: { verb: "bindQueue" as const, target, other: exchange(source) },
        key,
        ask: () =>
          application.ask(async (channel) => {
            await channel.bindQueue(name, source, key);
            await channel.unbindQueue(name, source, key);
          }),
      })),
    ),
  ];
}

/** A queue that the broker names: first whether it may be declared, then what may be done with it. */
export async function serverNamed(asker: Asker): Promise<Question[]> {
  const { application } = asker;
  let name = "";
  const answer = await application.ask(async (channel) => {
    name = (await channel.assertQueue("", { exclusive: true })).queue;
  });
  const target = queuesFrom("amq.gen-");
  const declared: Question = { operation: { verb: "declareQueue", target }, ask: async () => answer };
  if (answer !== "ok") return [declared];
  const others = ofQueue(asker, name).map((question) => ({
    ...question,
    operation: { ...question.operation, target },
  }));
  return [declared, ...others];
}
