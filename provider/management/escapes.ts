import { type AxiosInstance, isAxiosError } from "axios";
import { ConnectionError } from "./errors";
import { explain, notRabbitMQ } from "./explain";
import { path } from "./path";
import type { Settings } from "./settings";

const probe = "a/b";

/**
 * Proves that %2F reaches the broker as it was sent. A proxy that decodes it turns an object of the vhost "/" into
 * another one, or into "not found". The health check used here repeats the requested name, changes nothing, and answers
 * 503.
 */
export async function provePathsArriveEscaped(http: AxiosInstance, settings: Settings): Promise<void> {
  const answer = await check(http, settings);
  const { missing } = answer.data ?? {};
  // RabbitMQ 4.3 repeats it in a list.
  if (String(missing) === probe) return;
  if (answer.status !== 404 && missing === undefined) throw notRabbitMQ(answer, settings);
  throw new ConnectionError(
    `a proxy between here and ${settings.endpoint} decodes %2F in paths, so that names with "/" (also the vhost "/") cannot be addressed: configure it to pass paths unchanged`,
  );
}

async function check(http: AxiosInstance, settings: Settings) {
  try {
    return await http.get<{ missing?: unknown }>(path`health/checks/protocol-listener/${probe}`, {
      validateStatus: (status) => status < 400 || status === 404 || status === 503,
    });
  } catch (error) {
    throw isAxiosError(error) ? explain(error, settings) : error;
  }
}
