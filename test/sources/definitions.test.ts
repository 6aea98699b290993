import { admit } from "../../provider/sources/admit";
import { missingOn } from "../../provider/sources/compare";
import { asDefinitions, objectsOf } from "../../provider/sources/definitions";
import { liveBroker } from "../../provider/sources/live-broker";
import { definitions, unlistable } from "../import/broker/definitions";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/connection";
import { brokers, type TestBroker } from "../support/environment";
import { allSame, asOnBroker } from "./on-broker";

const vhost = "sources-definitions";
const user = `${vhost} user`;
const at = ` in vhost "${vhost}"`;

/** What a broker does not take over of a file: it answers 204 and drops it, or 400 and drops what follows too. */
const lost: Readonly<Record<string, (version: number) => readonly string[]>> = {
  "arguments that old versions ignore": (version) => (version >= 4.3 ? [`queue "q"${at}: missing`] : []),
  "a mode that old versions refuse": (version) => (version >= 4.3 ? [] : [`queue "mode"${at}: missing`]),
  "arguments of old clients": (version) => (version >= 4.3 ? [`queue "q"${at}: missing`] : []),
  "limits, protection and tags of 4.x": (version) =>
    version >= 4 ? [] : [`vhost "${vhost}": defaultQueueType: wanted "quorum", found none`],
  "a type of exchange of 4.x": (version) => (version >= 4 ? [] : [`exchange "random"${at}: missing`]),
};

describe.each(brokers)("RabbitMQ $version", (broker) => {
  const version = Number.parseFloat(broker.version);

  test.each(Object.entries(definitions))(
    "%s: the broker has what the file says, but for what it loses",
    async (name, make) => {
      const remove = await makeVHost(broker, vhost);
      try {
        const given = make(vhost, user);
        await api(broker, "POST", "definitions", given);
        const file = admit(objectsOf(asDefinitions(given)), { vhosts: [vhost] });
        const live = await onBroker(broker);
        expect(await asOnBroker(broker, live)).toEqual(allSame(live));
        const missing = missingOn(live.objects, file.objects);
        expect(missing).toEqual(lost[name]?.(version) ?? []);
      } finally {
        await remove();
        await api(broker, "DELETE", `users/${encodeURIComponent(user)}`);
      }
    },
  );

  test("the bindings that the broker fails to list are reported, and the others are found", async () => {
    const remove = await makeVHost(broker, vhost);
    await api(broker, "POST", "definitions", unlistable(vhost));
    const { objects, left } = await onBroker(broker);
    const keys = objects.flatMap(({ kind, args }) => (kind === "Binding" ? [args["routingKey"]] : []));
    await remove();
    expect(keys).toContain("other");
    expect(left).toEqual([
      {
        what: `bindings of queue "q" to exchange "x"${at}`,
        reason: expect.stringContaining('one has arguments and a "~" inside its routing key'),
        vhost,
      },
    ]);
  });
});

async function onBroker(broker: TestBroker) {
  return admit(await liveBroker(connect(broker), [vhost]).read(), { vhosts: [vhost], login: broker.username });
}
