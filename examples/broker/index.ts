// A broker that is made in the same program as its topology. The first object waits until the broker answers.
import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";
import { Broker } from "./broker";

const config = new pulumi.Config("broker");
const login = { username: config.get("username") ?? "admin", password: config.requireSecret("password") };
const broker = new Broker("broker", login);

const provider = new rabbitmq.Provider("broker", { ...login, endpoint: broker.endpoint, waitForBroker: 120 });
const vhost = new rabbitmq.VHost("vhost", { name: config.get("vhost") ?? "shop" }, { provider });
new rabbitmq.Queue("orders", { vhost, name: "orders", type: "quorum" }, { provider });

export const { endpoint } = broker;
