// A work queue with delayed retries. The broker moves a rejected job to a queue where it waits, and back when its time is over.
import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

const config = new pulumi.Config("delayed-retry");
const delay = config.getNumber("delay") ?? 30_000;

const vhost = new rabbitmq.VHost("jobs", { name: config.get("vhost") ?? "jobs" });
const jobs = new rabbitmq.Exchange("jobs", { vhost, name: "jobs", type: "direct" });
const retry = new rabbitmq.Exchange("retry", { vhost, name: "jobs.retry", type: "fanout" });
const parked = new rabbitmq.Exchange("parked", { vhost, name: "jobs.parked", type: "fanout" });

/** The broker removes a dead letter from its queue only after the next queue has confirmed it. */
const safely = { type: "quorum", deadLetterStrategy: "at-least-once", overflow: "reject-publish" } as const;

const work = new rabbitmq.Queue("work", { vhost, name: "jobs", ...safely, deadLetterExchange: retry });
// Nobody consumes from it. A job that has waited keeps its routing key, so it returns to the work queue.
const waiting = new rabbitmq.Queue("waiting", {
  vhost,
  name: "jobs.waiting",
  ...safely,
  messageTtl: delay,
  deadLetterExchange: jobs,
});
// The jobs that failed too often, for a person to look at.
const failed = new rabbitmq.Queue("failed", { vhost, name: "jobs.failed", type: "quorum" });

new rabbitmq.Binding("work", { source: jobs, destination: work, routingKey: "job" });
new rabbitmq.Binding("waiting", { source: retry, destination: waiting });
new rabbitmq.Binding("failed", { source: parked, destination: failed });

const common = {
  vhost,
  server: config.get("amqp") ?? "amqp://127.0.0.1:5672",
  accept: ["purge", "keys"],
} satisfies Partial<rabbitmq.AppAccessArgs>;

const producer = new rabbitmq.AppAccess("retry-producer", { ...common, publishTo: [jobs] });
// It only rejects a job for a retry: the broker itself dead-letters it, so that needs no permission.
const worker = new rabbitmq.AppAccess("retry-worker", { ...common, consumeFrom: [work], retryTo: [parked] });

/** What each application needs to start: the URL, which is a secret, and the contract, which is not. */
export const applications = Object.fromEntries(
  Object.entries({ producer, worker }).map(([name, { url, contract }]) => [name, { url, contract }]),
);
