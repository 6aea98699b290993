import { PolicyPack } from "@pulumi/policy";
import { objectsOf } from "pulumi-rabbitmq-topology/policy";

new PolicyPack("rabbitmq", {
  policies: [
    {
      name: "quorum-queues",
      description: "A queue keeps its messages when a node fails: its type is quorum, or stream.",
      enforcementLevel: "mandatory",
      validateResource: (resource, reportViolation) => {
        for (const { kind, args } of objectsOf(resource)) {
          if (kind !== "Queue" || args.type === "quorum" || args.type === "stream") continue;
          reportViolation(
            `queue "${args.name}" in vhost "${args.vhost}": its type is ${args.type ?? "the vhost's default"}`,
          );
        }
      },
    },
  ],
});
