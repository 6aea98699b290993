import amqplib, { type ChannelModel, type ConfirmChannel } from "amqplib";
import { compile } from "../../model/grants";
import type { Roles } from "../../model/roles";
import { checkedRoles } from "../../sdk/access/check";
import { api } from "../support/admin";
import type { TestBroker } from "../support/environment";
import { provider } from "../support/provider";

/** Who speaks to the broker. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** One vhost, with the application in it, the one that it talks to, and the platform. */
export interface Scene {
  readonly broker: TestBroker;
  readonly vhost: string;
  readonly app: Login;
  readonly partner: Login;
  readonly platform: Login;
  /** A connection that is closed with the scene. */
  readonly connect: (login: Login) => Promise<ChannelModel>;
  readonly channel: (login: Login) => Promise<ConfirmChannel>;
  /** The connection that the application makes its attempts on; another one when the broker has closed it. */
  readonly appConnection: () => Promise<ChannelModel>;
  /** What to do at the end. */
  readonly defer: (work: () => unknown) => void;
}

export function compiled(roles: Roles) {
  return compile(checkedRoles({ ...roles }));
}

/** A user with exactly the permissions that these roles compile to. */
export async function enroll(broker: TestBroker, vhost: string, username: string, roles: Roles): Promise<Login> {
  const { configure, write, read, topics } = compiled(roles);
  const password = `${username}-secret`;
  await provider(broker, "User").create({ name: username, password });
  for (const [exchange, keys] of Object.entries(topics)) {
    await provider(broker, "TopicPermissions").create({ vhost, user: username, exchange, ...keys });
  }
  await provider(broker, "Permissions").create({ vhost, user: username, configure, write, read });
  return { username, password };
}

export async function enter(broker: TestBroker, vhost: string, app: Login, partner: Login) {
  const endings: (() => unknown)[] = [];
  const connect = async ({ username, password }: Login) => {
    const { hostname, port } = new URL(broker.amqpUrl);
    const connection = await amqplib.connect(
      { hostname, port: Number(port), username, password, vhost },
      { noDelay: true },
    );
    connection.on("error", () => {});
    endings.push(() => connection.close());
    return connection;
  };
  let appConnection: ChannelModel | undefined;
  const scene: Scene = {
    broker,
    vhost,
    app,
    partner,
    platform: broker,
    connect,
    channel: async (login) => {
      const channel = await (await connect(login)).createConfirmChannel();
      channel.on("error", () => {});
      await channel.prefetch(10);
      return channel;
    },
    appConnection: async () => {
      if (appConnection) return appConnection;
      const opened = await connect(app);
      opened.on("close", () => {
        appConnection = undefined;
      });
      appConnection = opened;
      return opened;
    },
    defer: (work) => endings.push(work),
  };
  const leave = async () => {
    for (const end of endings.reverse()) await Promise.resolve(end()).catch(() => {});
    for (const { username } of [app, partner]) await api(broker, "DELETE", `users/${username}`);
    await api(broker, "DELETE", `vhosts/${vhost}`);
  };
  return { scene, leave };
}
