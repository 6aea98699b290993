import { newest, testWith } from "../support/environment";
import { live } from "./commands/life";
import type { Mishap } from "./commands/mishap";
import { startOwnBroker } from "./commands/own-broker";

const ownBroker = testWith("no RABBITMQ_ENDPOINT", !process.env["RABBITMQ_ENDPOINT"]);

const after = (requests: number, fault: Mishap["fault"]): Mishap => {
  return { fault, after: requests, during: 1, isBefore: false, isShort: true };
};

/** The drawn ones are in `commands.long.test.ts`. */
ownBroker(
  "after a mishap in the middle of up, refresh and destroy, the next command makes everything right",
  async () => {
    const own = await startOwnBroker(newest.version);
    try {
      const met = await live(own, {
        shape: "access",
        create: after(10, "killed"),
        change: after(20, "machine lost"),
        refresh: after(2, "disk full"),
        destroy: after(6, "broker killed"),
        isLeft: true,
      });
      expect(met).toEqual(["create: killed", "change: machine lost", "refresh: disk full", "destroy: broker killed"]);
    } finally {
      await own.remove();
    }
  },
);
