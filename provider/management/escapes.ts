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
  const { missing } = answer?.data ?? {};
  // RabbitMQ 4.3 repeats it in a list.
  if (String(missing) === probe) return;
  if (answer && missing === undefined) throw notRabbitMQ(answer, settings);
  throw new ConnectionError(
    `a proxy between here and ${settings.endpoint} decodes %2F in paths, so that names with "/" (also the vhost "/") cannot be addressed: configure it to pass paths unchanged`,
  );
}

/** The answer, or `undefined` if it stays "not found" after some retries: a stopping node answers so to everything. */
async function check(http: AxiosInstance, settings: Settings) {
  try {
    return await http.get<{ missing?: unknown }>(path`health/checks/protocol-listener/${probe}`, {
      validateStatus: (status) => status < 400 || status === 503,
      mustExist: true,
      "axios-retry": { retries: 4, retryDelay: (count) => 25 * 2 ** count },
    });
  } catch (error) {
    if (isAxiosError(error) && error.response?.status === 404) return undefined;
    throw isAxiosError(error) ? explain(error, settings, { hasAnswered: true, hasChangedLogin: false }) : error;
  }
}
