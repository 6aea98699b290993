import type { AxiosInstance } from "axios";
import { ConnectionError } from "./errors";
import { path } from "./path";
import type { Settings } from "./settings";

const probe = "a/b";

/**
 * Proves that %2F arrives as it was sent. A proxy that decodes it makes an object of the vhost "/" another one, or
 * "not found". This health check repeats the name that it was asked for, changes nothing, and answers 503.
 */
export async function provePathsArriveEscaped(http: AxiosInstance, settings: Settings): Promise<void> {
  const { data } = await http.get<{ missing?: unknown }>(path`health/checks/protocol-listener/${probe}`, {
    "axios-retry": { retries: 0 },
    validateStatus: () => true,
  });
  if (String(data?.missing) === probe) return;
  throw new ConnectionError(
    `a proxy between here and ${settings.endpoint} decodes %2F in paths, so that names with "/" (also the vhost "/") cannot be addressed: let it pass the path unchanged`,
  );
}
