import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

interface Rights {
  vhost: rabbitmq.VHost;
  /** Topic exchanges, and the routing keys it may use there. */
  publishTo?: { exchange: rabbitmq.Exchange; routingKeys: string[] }[];
  /** A queue by name may be one that is yet to come. */
  consumeFrom?: (rabbitmq.Queue | string)[];
}

const config = new pulumi.Config("shop");
const amqp = config.get("amqp") ?? "amqp://127.0.0.1:5672";

/** A user for one application, which may use what is named here and can declare nothing: `configure` is `^$`. */
export function application(name: string, { vhost, publishTo = [], consumeFrom = [] }: Rights): pulumi.Output<string> {
  const password = config.requireSecret(`${name}Password`);
  const user = new rabbitmq.User(name, { name, password });
  new rabbitmq.Permissions(name, {
    vhost,
    user,
    configure: "^$",
    write: exactly(publishTo.map(({ exchange }) => exchange.name)),
    read: exactly(consumeFrom.map((queue) => (typeof queue === "string" ? queue : queue.name))),
  });
  publishTo.forEach(({ exchange, routingKeys }, index) => {
    new rabbitmq.TopicPermissions(`${name}-${index}`, { vhost, user, exchange, write: exactly(routingKeys) });
  });
  return urlOf(user.name, password, vhost.name);
}

/** A pattern that matches these names, and nothing that only looks like them. */
function exactly(names: pulumi.Input<string>[]): pulumi.Output<string> {
  const escaped = (name: string) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return pulumi.all(names).apply((all) => (all.length === 0 ? "^$" : `^(${all.map(escaped).join("|")})$`));
}

/** Secret, because the password in it is. */
function urlOf(...parts: pulumi.Output<string>[]): pulumi.Output<string> {
  return pulumi.all(parts.map((part) => part.apply(encodeURIComponent))).apply(([user, password, vhost]) => {
    return `${amqp.replace("://", `://${user}:${password}@`)}/${vhost}`;
  });
}
