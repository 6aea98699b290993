import type { ConfirmChannel } from "amqplib";
import { exchange, type Operation, queue } from "../../../model/operation";
import { type Asker, durable, type Question } from "./questions";
import { predeclared } from "./world";

/** How an object is made and taken away, by the platform and by the application in the same words. */
interface Handling {
  readonly declare: (channel: Channel, options?: object) => Promise<unknown>;
  readonly remove: (channel: Channel) => Promise<unknown>;
}
type Channel = Pick<ConfirmChannel, "assertQueue" | "deleteQueue" | "assertExchange" | "deleteExchange">;

/** Deleting, and declaring what is not there: one after the other for each object, which the platform puts back. */
export function destructive(asker: Asker): Question[][] {
  const { exchanges, queues } = asker.world;
  const others = [...exchanges.map(({ name }) => name), predeclared.name];
  return [
    ...queues.map((name) => {
      const target = queue(name);
      const { whenThere, whenGone } = handled(asker, {
        declare: (channel, options) => channel.assertQueue(name, { ...durable, ...options }),
        remove: (channel) => channel.deleteQueue(name),
      });
      return [
        whenThere({ verb: "deleteQueue", target }),
        whenGone({ verb: "declareQueue", target }),
        ...["", ...others].map((dead) =>
          whenGone(
            { verb: "declareQueueWithDeadLetters", target, other: exchange(dead) },
            { arguments: { "x-dead-letter-exchange": dead } },
          ),
        ),
      ];
    }),
    ...exchanges.map(({ name, type }) => {
      const target = exchange(name);
      const { whenThere, whenGone } = handled(asker, {
        declare: (channel, options) => channel.assertExchange(name, type, { ...durable, ...options }),
        remove: (channel) => channel.deleteExchange(name),
      });
      return [
        whenThere({ verb: "deleteExchange", target }),
        whenGone({ verb: "declareExchange", target }),
        ...others.map((other) =>
          whenGone(
            { verb: "declareExchangeWithAlternate", target, other: exchange(other) },
            { alternateExchange: other },
          ),
        ),
      ];
    }),
  ];
}

function handled({ application, platform: { channel } }: Asker, { declare, remove }: Handling) {
  const whenThere = (operation: Operation): Question => ({
    operation,
    ask: async () => {
      const answer = await application.ask(remove);
      await declare(channel);
      return answer;
    },
  });
  const whenGone = (operation: Operation, options?: object): Question => ({
    operation,
    ask: async () => {
      await remove(channel);
      const answer = await application.ask((own) => declare(own, options));
      await remove(channel);
      await declare(channel);
      return answer;
    },
  });
  return { whenThere, whenGone };
}
