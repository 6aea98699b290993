import type { ConfirmChannel } from "amqplib";
import type { Attempt } from "./attempt";
import { lookAlikes } from "./look-alikes";
import type { Recipe, Stage } from "./recipe";

/** Every operation of AMQP on everything in the vhost, and on what only looks like it. */
export function amqpAttempts(
  { keys = [""], queues: own = [], exchanges: ownExchanges = [] }: Recipe,
  stage: Stage,
): Attempt[] {
  const exchanges = [...Object.keys(stage.exchanges ?? {}), ...ownExchanges];
  const queues = [...Object.keys(stage.queues ?? {}), ...own];
  const similar = lookAlikes([...exchanges, ...queues]);
  const strange = Object.keys(stage.queues ?? {}).flatMap((name) => similar(name));
  return [
    ...[...queues, ...strange].flatMap(ofQueue),
    publish("amq-default", ""),
    ...["", ...exchanges].flatMap((name) => keys.map((key) => publish(name, key))),
    ...exchanges.flatMap(similar).map((name) => publish(name, keys[0] ?? "")),
    ...exchanges.flatMap((source) => keys.flatMap((key) => bindings(source, key, exchanges, queues))),
    ...[...exchanges, ...exchanges.flatMap(similar)].map((name) => declareExchange(name, stage)),
    ...[...queues, ...strange].map(declareQueue),
    // Last, since they may succeed.
    ...[...queues, ...strange].map((name) => attempt(`deleteQueue ${name}`, (channel) => channel.deleteQueue(name))),
    ...[...exchanges, ...exchanges.flatMap(similar)].map((name) =>
      attempt(`deleteExchange ${name}`, (channel) => channel.deleteExchange(name)),
    ),
  ];
}

const ofQueue = (name: string): Attempt[] => [
  attempt(`consume ${name}`, (channel) => channel.consume(name, () => {})),
  attempt(`purge ${name}`, (channel) => channel.purgeQueue(name)),
];

/** `a CC b` is the key `a` with a copy to `b`. */
function publish(exchange: string, key: string): Attempt {
  const [first = "", copy] = key.split(" CC ");
  return attempt(named("publish", exchange || "amq.default", key), async (channel) => {
    channel.publish(exchange, first, Buffer.from("attempt"), copy === undefined ? {} : { CC: [copy] });
    await channel.waitForConfirms();
  });
}

function bindings(source: string, key: string, exchanges: string[], queues: string[]): Attempt[] {
  return [
    ...queues.map((name) =>
      attempt(named("bindQueue", name, "from", source, key), (channel) => channel.bindQueue(name, source, key)),
    ),
    ...exchanges.map((name) =>
      attempt(named("bindExchange", name, "from", source, key), (channel) => channel.bindExchange(name, source, key)),
    ),
  ];
}

function declareExchange(name: string, { exchanges }: Stage): Attempt {
  return attempt(`declareExchange ${name}`, (channel) =>
    channel.assertExchange(name, exchanges?.[name]?.type ?? "topic"),
  );
}

/** Only the broker can give names that begin with `amq.gen-`. */
function declareQueue(name: string): Attempt {
  return attempt(`declareQueue ${name}`, (channel) =>
    name.startsWith("amq.gen-") ? channel.assertQueue("", { exclusive: true }) : channel.assertQueue(name),
  );
}

function named(...words: string[]): string {
  return words.filter((word) => word !== "").join(" ");
}

function attempt(title: string, make: (channel: ConfirmChannel) => Promise<unknown>): Attempt {
  return {
    title,
    isAllowed: async (scene) => {
      const connection = await scene.appConnection();
      const channel = await connection.createConfirmChannel();
      // Streams cannot be purged: the whole connection is closed then.
      let close: (reason: { code?: number }) => void = () => {};
      const closed = new Promise<{ code?: number }>((resolve) => {
        close = resolve;
      });
      for (const emitter of [channel, connection]) emitter.on("error", close);
      const refused = await make(channel).then(
        () => undefined,
        (error) => (error.code ? error : closed),
      );
      if (!refused) await channel.close();
      connection.off("error", close);
      // Permissions come before existence and equivalence: any other answer means that they are there.
      return refused?.code !== 403;
    },
  };
}
