import type { Recipe } from "../recipe";
import { mqtt } from "./mqtt";
import { owning } from "./own";
import { publishAndConsume } from "./publish-and-consume";
import { rpc } from "./rpc";
import { stomp } from "./stomp";
import { stream } from "./stream";

/** Every way to use RabbitMQ that the roles have words for. */
export const recipes: readonly Recipe[] = [...publishAndConsume, ...rpc, ...owning, ...stream, ...mqtt, ...stomp];
