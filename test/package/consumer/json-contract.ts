import { type Connection, type Contract, connect, type Report, verify } from "pulumi-rabbitmq-topology/app";
import contract from "./contract.json";

export const imported: Contract = contract;
export const connected = () => connect("amqp://localhost", contract, { probe: true });
export const verified = (connection: Connection): Promise<Report> => verify(connection, contract);

// @ts-expect-error not a version
connect("amqp://localhost", { ...contract, version: "1" });
const { vhost: _, ...homeless } = contract;
// @ts-expect-error no vhost
connect("amqp://localhost", homeless);
