import { type KindName, kinds } from "../../provider/kinds";
import { api, makeVHost } from "../support/admin";
import { brokers } from "../support/environment";
import { kindCases } from "../support/kind-cases";
import { provider } from "../support/provider";
import { topologyRun } from "../support/topology";

const vhost = "least-privilege";
const all = { configure: ".*", write: ".*", read: ".*" };
const names = (Object.keys(kinds) as KindName[]).filter((name) => !kindCases(vhost)[name].isOfTheBroker);

const parameters: KindName[] = [
  "FederationUpstream",
  "FederationUpstreamSet",
  "Shovel",
  "Parameter",
  "GlobalParameter",
];
/** The kinds that a user with a tag can declare, besides those of the tag before. */
const tags: [tag: string, KindName[]][] = [
  ["management", ["Exchange", "Queue", "SuperStream", "Binding"]],
  ["policymaker", ["Exchange", "Queue", "SuperStream", "Binding", "Policy", ...parameters]],
  ["administrator", names],
];
jest.spyOn(console, "warn").mockImplementation(() => {});

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  test.each(tags)(
    "a user with the tag %s can declare these kinds, and an error names the tag for the others",
    async (tag, able) => {
      const removeVHost = await makeVHost(broker, vhost);
      const login = { ...broker, username: `tagged ${tag}`, password: "pass-of-tagged" };
      const user = encodeURIComponent(login.username);
      await api(broker, "PUT", `users/${user}`, { password: login.password, tags: tag });
      await api(broker, "PUT", `permissions/${vhost}/${user}`, all);
      const outcomes = await Promise.all(
        names.map(async (kind) => {
          const { args, settings = {}, needs = [] } = kindCases(vhost)[kind];
          for (const need of needs) await provider(broker, need.kind).create(need.args);
          const theirs = provider(login, kind, { settings });
          const outcome = await theirs.create(args).then(
            async (state) => {
              await theirs.read(state);
              await theirs.delete(state);
              return "able";
            },
            ({ message }: Error) => message,
          );
          await provider(broker, kind).remove(args);
          return [kind, outcome] as const;
        }),
      );
      expect(outcomes.filter(([, outcome]) => outcome === "able").map(([kind]) => kind)).toEqual(
        names.filter((kind) => able.includes(kind)),
      );
      const others = outcomes.filter(([, outcome]) => outcome !== "able").map(([, outcome]) => outcome);
      expect(
        others.filter((line) => !/give it the tag "administrator"|needs the tag "policymaker"/.test(line)),
      ).toEqual([]);

      const data = {
        vhost,
        exchanges: { events: { type: "topic" } },
        queues: { orders: { type: "classic" } },
        bindings: [{ source: "events", destination: "orders" }],
      };
      const state = await topologyRun(login).create(data);
      await topologyRun(login).delete(state);
      await api(broker, "DELETE", `users/${user}`);
      await removeVHost();
    },
  );
});
