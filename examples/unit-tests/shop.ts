// The component that the tests of this folder test.
import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

export interface ShopArgs {
  /** Whether billing publishes invoices. Default: `true`. */
  readonly invoices?: boolean;
}

/** A vhost with an exchange and a queue, and the access of the application "billing". */
export class Shop extends pulumi.ComponentResource {
  readonly paid: rabbitmq.Queue;
  readonly billing: rabbitmq.AppAccess;

  constructor(name: string, { invoices = true }: ShopArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("example:Shop", name, {}, opts);
    const inside = { parent: this };
    const vhost = new rabbitmq.VHost(name, { name }, inside);
    const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" }, inside);
    this.paid = new rabbitmq.Queue("paid", { vhost, name: "billing.paid", type: "quorum" }, inside);
    new rabbitmq.Binding("paid", { source: events, destination: this.paid, routingKey: "order.*.paid" }, inside);
    this.billing = new rabbitmq.AppAccess(
      "billing",
      {
        vhost,
        consumeFrom: [this.paid],
        publishTo: invoices ? [{ exchange: events, routingKeys: ["invoice.#"] }] : [],
        accept: ["purge"],
      },
      inside,
    );
    this.registerOutputs();
  }
}
