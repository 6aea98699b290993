// The application's stack. The platform's stack carries the URL and the contract; this one needs no login of the broker's.
import * as pulumi from "@pulumi/pulumi";
import type { Contract } from "pulumi-rabbitmq-topology";

const platform = new pulumi.StackReference(new pulumi.Config("application").require("platform"));
const billing = platform.requireOutput("billing") as pulumi.Output<{ url: string; contract: Contract }>;

/** The environment of the deployment, such as a container's. A secret, since the URL is one. */
export const environment = billing.apply(({ url, contract }) => ({
  AMQP_URL: url,
  CONTRACT: JSON.stringify(contract),
}));
