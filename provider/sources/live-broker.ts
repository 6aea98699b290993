import type { Broker } from "../broker";
import { kindNamed } from "../kinds";
import { bindingsOfVHost, titleOfUnlisted, UnlistableError, wholeListOf } from "../kinds/binding-list";
import { readApart } from "../kinds/bindings-apart";
import { BrokerError } from "../management/errors";
import { path } from "../management/path";
import { allVHosts, type Item, list, type Target } from "../management/target";
import { type Definitions, objectsOf } from "./definitions";
import type { Found, Left, Source } from "./source";

/** Lists of the whole broker: one request for each kind, however many vhosts there are. */
const lists = {
  users: list(path`users`, {}, ["name", "tags"], { isNeverEmpty: true }),
  permissions: list(path`permissions`, {}, ["user", "vhost", "configure"]),
  topic_permissions: list(path`topic-permissions`, {}, ["user", "vhost", "exchange"]),
  policies: list(path`policies`, {}, ["vhost", "name", "definition"]),
  operator_policies: list(path`operator-policies`, {}, ["vhost", "name", "definition"]),
  parameters: list(path`parameters`, {}, ["vhost", "component", "name"]),
  global_parameters: list(path`global-parameters`, {}, ["name", "value"]),
  vhost_limits: list(path`vhost-limits`, {}, ["vhost", "value"]),
  user_limits: list(path`user-limits`, {}, ["user", "value"]),
} satisfies { [Name in keyof Definitions]: Target<Item[]> };

/** The components whose parameters have lists of their own. */
const listedApart = ["operator_policy", "vhost-limits"];

/** Lists of one vhost: the broker answers those of all vhosts in one piece, which may be hundreds of megabytes. */
const inVHost = { exchanges: "Exchange", queues: "Queue" } as const;

/**
 * Everything that a broker has, from its lists. Its definitions would lack internal exchanges (4.3), the data of vhosts (3.10)
 * and transient objects.
 */
export function liveBroker(broker: Broker, vhosts?: readonly string[]): Source {
  return {
    title: `the broker at ${broker.settings.endpoint}`,
    async read() {
      const left: Left[] = [];
      const known = await broker.getExisting(allVHosts());
      const read = known.filter(({ name }) => vhosts?.includes(String(name)) ?? true);
      const [whole, ...parts] = await Promise.all([
        wholeBroker(broker, left),
        ...read.map(({ name }) => partsOf(broker, String(name), left)),
      ]);
      const of = (name: keyof (typeof parts)[number]) => parts.flatMap((part) => part[name]);
      const definitions = {
        vhosts: known,
        ...whole,
        parameters: (whole.parameters ?? []).filter(({ component }) => !listedApart.includes(String(component))),
        exchanges: of("exchanges"),
        queues: of("queues"),
        bindings: of("bindings"),
      };
      const found = objectsOf(definitions);
      return { objects: found.objects, left: [...left, ...found.left] } satisfies Found;
    },
  };
}

async function wholeBroker(broker: Broker, left: Left[]): Promise<Definitions> {
  const read = Object.entries(lists).map(async ([name, target]) => {
    try {
      return [name, await broker.getExisting(target)] as const;
    } catch (error) {
      if (!isRefused(error)) throw error;
      left.push({ what: `all ${name.replace("_", " ")}`, reason: error.message });
      return [name, []] as const;
    }
  });
  return Object.fromEntries(await Promise.all(read));
}

async function partsOf(broker: Broker, vhost: string, left: Left[]) {
  const of = (name: keyof typeof inVHost) => broker.getExisting(kindNamed(inVHost[name]).list({ vhost }));
  try {
    const [exchanges, queues, bindings] = await Promise.all([
      of("exchanges"),
      of("queues"),
      bindingsOf(broker, vhost, left),
    ]);
    return { exchanges, queues, bindings };
  } catch (error) {
    // It is in the list of vhosts, so this is how the broker answers a login that may not see what is in it.
    if (!(error instanceof BrokerError && [401, 403, 404].includes(error.status))) throw error;
    left.push({
      what: `everything in vhost "${vhost}"`,
      reason: `${error.message}: the login needs permissions in it, or the tag administrator`,
      vhost,
    });
    return { exchanges: [], queues: [], bindings: [] };
  }
}

/** The bindings of a vhost. A binding that the broker cannot name keeps it from listing all between the same ends. */
async function bindingsOf(broker: Broker, vhost: string, left: Left[]): Promise<readonly Item[]> {
  try {
    return await broker.getExisting(wholeListOf(vhost));
  } catch (error) {
    if (!(error instanceof UnlistableError)) throw error;
    const apart = await readApart((target) => broker.peek(target), vhost);
    for (const pair of apart?.failing ?? []) {
      left.push({ what: titleOfUnlisted(pair), reason: unlisted, vhost });
    }
    return broker.getExisting(bindingsOfVHost(vhost));
  }
}

const unlisted =
  'the broker fails to list them (500), because one has arguments and a "~" inside its routing key: unbind that over AMQP and import again';

/** RabbitMQ answers 401 to a login that lacks the tag for a list. */
function isRefused(error: unknown): error is BrokerError {
  return error instanceof BrokerError && [401, 403].includes(error.status);
}
