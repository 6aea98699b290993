import amqplib from "amqplib";
import type { Grants } from "../../../model/grants";
import { api } from "../../support/admin";
import type { TestBroker } from "../../support/environment";
import type { World } from "./world";

const part = encodeURIComponent;
const application = { password: "secret", tags: "" };

/** The platform's side of one vhost: it declares over the management API, and mends over AMQP what an application may delete. */
export async function platform(broker: TestBroker, vhost: string) {
  const user = `${vhost}-application`;
  const connection = await amqplib.connect(`${broker.amqpUrl}/${part(vhost)}`, { noDelay: true });
  const channel = await connection.createChannel();
  const put = async (path: string, body: unknown) => {
    const { status, body: answer } = await api(broker, "PUT", path, body);
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
  };
  const clear = async (kind: "exchanges" | "queues") => {
    const { body } = await api(broker, "GET", `${kind}/${part(vhost)}?disable_stats=true`);
    const own = (body as { name: string }[]).filter(({ name }) => !/^$|^amq\.(?!gen)/.test(name));
    for (const { name } of own) await api(broker, "DELETE", `${kind}/${part(vhost)}/${part(name)}`);
  };

  return {
    channel,
    /** Nothing of an earlier world is left. */
    declare: async ({ exchanges, queues }: World) => {
      await Promise.all([clear("exchanges"), clear("queues")]);
      for (const { name, type } of exchanges)
        await put(`exchanges/${part(vhost)}/${part(name)}`, { type, durable: true });
      for (const name of queues) await put(`queues/${part(vhost)}/${part(name)}`, { durable: true });
    },
    grant: async ({ configure, write, read, topics }: Grants) => {
      await put(`users/${user}`, application);
      await api(broker, "DELETE", `topic-permissions/${part(vhost)}/${user}`);
      for (const [exchange, keys] of Object.entries(topics)) {
        await put(`topic-permissions/${part(vhost)}/${user}`, { exchange, ...keys });
      }
      await put(`permissions/${part(vhost)}/${user}`, { configure, write, read });
    },
    /** Where the application logs in. */
    url: `${broker.amqpUrl.replace(/\/\/[^@]*@/, `//${user}:${application.password}@`)}/${part(vhost)}`,
    close: async () => {
      await connection.close();
      await api(broker, "DELETE", `users/${user}`);
    },
  };
}

export type Platform = Awaited<ReturnType<typeof platform>>;
