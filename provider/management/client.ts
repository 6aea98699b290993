import { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse, isAxiosError } from "axios";
import { ConnectionError } from "./errors";
import { provePathsArriveEscaped } from "./escapes";
import { explain, isAnswer, notRabbitMQ } from "./explain";
import { greet } from "./greet";
import { createHttp } from "./http";
import { type Path, path } from "./path";
import { errorOf } from "./reason";
import { retryTransientFailures } from "./retry";
import type { Settings } from "./settings";

/** The deletion of a vhost is synchronous: 10 s for 5,000 queues. */
const deleteVHostMilliseconds = 300_000;

/** RabbitMQ's management HTTP API: four verbs. Only this class decides whether an object is absent. */
export class Client {
  readonly #http: AxiosInstance;
  #ready: Promise<string> | undefined;
  #escapes: Promise<void> | undefined;
  #writes = 0;
  #deletes = 0;
  #lastWrite = 0;
  /** This run changed or deleted the user that it logs in as. */
  #changedLogin = false;

  constructor(readonly settings: Settings) {
    this.#http = createHttp(settings);
    retryTransientFailures(this.#http, () => this.#lastWrite);
  }

  /**
   * The broker's version, such as "4.0.5". It is requested once, before anything else: a wrong address or password
   * gives one clear error, and no other request reaches a wrong server.
   */
  version(): Promise<string> {
    this.#ready ??= greet((config) => this.#request(config), this.settings);
    return this.#ready;
  }

  /** Whether the broker has this version or a later one. */
  async isAtLeast(major: number, minor = 0): Promise<boolean> {
    const [isMajor = 0, isMinor = 0] = (await this.version()).split(".").map(Number);
    return isMajor > major || (isMajor === major && isMinor >= minor);
  }

  /** The number of writes sent. A read from before the last write may be out of date. */
  get writes(): number {
    return this.#writes;
  }

  /** The number of deletes sent. An object that was read before the last delete may no longer exist. */
  get deletes(): number {
    return this.#deletes;
  }

  /** The object, or `undefined` if its absence is proved. */
  async get<T>(target: Path): Promise<T | undefined> {
    return (await this.peek<T>(target)) ?? this.#provedAbsent<T>(target);
  }

  /** Like {@link get}, but accepts a single "not found". Only for uses in which a wrong "not found" does no harm. */
  async peek<T>(target: Path): Promise<T | undefined> {
    const answer = await this.#send<T>("GET", target);
    return answer.status === 404 ? undefined : answer.data;
  }

  /** Returns whether the object was created, as far as the status shows: 201, or 204 for an object that existed. */
  async put(target: Path, body: object): Promise<{ created: boolean }> {
    const { status, config } = await this.#write("PUT", target, body);
    const repeated = (config["axios-retry"]?.retryCount ?? 0) > 0;
    return { created: status === 201 || repeated };
  }

  /** Returns the `Location` of the created object. */
  async post(target: Path, body: object): Promise<string> {
    const { headers } = await this.#write("POST", target, body);
    return String(headers["location"] ?? "");
  }

  /** Returns the answer to a query for which the API requires a POST. */
  async ask<T>(target: Path, question: object): Promise<T> {
    return (await this.#send<T>("POST", target, question)).data;
  }

  /** Deletes the object. The deletion of an absent object succeeds, once its absence is proved. */
  async delete(target: Path): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { status } = await this.#write("DELETE", target);
      const base = target.replace(/\?.*/, "") as Path;
      if (status !== 404 || (await this.get(base)) === undefined) return;
      if (attempt === 3)
        throw new ConnectionError(`the broker answers "not found" to DELETE ${target}, but GET finds it`);
    }
  }

  async #write(method: "PUT" | "POST" | "DELETE", target: Path, body?: object): Promise<AxiosResponse> {
    const answer = await this.#send(method, target, body);
    this.#writes++;
    if (method === "DELETE") this.#deletes++;
    this.#lastWrite = Date.now();
    const { username } = this.settings;
    if (username !== undefined && target === path`users/${username}`) this.#changedLogin = true;
    return answer;
  }

  /** A stopping broker answers 404 to every request, byte for byte like a real "not found" (facts, section 8). */
  async #provedAbsent<T>(target: Path): Promise<T | undefined> {
    const { status } = await this.#send("GET", path`whoami`);
    if (status === 404) {
      throw new ConnectionError(
        `${this.settings.endpoint} answers "not found" to everything, so the broker is stopping and it is unknown whether ${target} exists: run again when the broker is up`,
      );
    }
    return this.peek<T>(target);
  }

  /** Returns 2xx answers and the broker's own "Object Not Found"; throws everything else. */
  async #send<T>(method: string, target: Path, body?: object): Promise<AxiosResponse<T>> {
    await this.version();
    if (target.includes("%2F")) {
      this.#escapes ??= provePathsArriveEscaped(this.#http, this.settings);
      await this.#escapes;
    }
    const deletesVHost = method === "DELETE" && /^vhosts\/[^/]+$/.test(target);
    const timeout = deletesVHost ? { timeout: Math.max(this.settings.timeout * 1_000, deleteVHostMilliseconds) } : {};
    return this.#request<T>({ method, url: target, ...json(body), ...timeout });
  }

  async #request<T>(request: AxiosRequestConfig): Promise<AxiosResponse<T>> {
    try {
      const answer = await this.#http.request<T>(request);
      if (!isAnswer(answer)) throw notRabbitMQ(answer, this.settings);
      return answer;
    } catch (error) {
      if (!isAxiosError(error)) throw error;
      const { response } = error;
      const mayBeAbsent = request.method === "GET" || request.method === "DELETE";
      if (response?.status === 404 && mayBeAbsent && errorOf(response.data) === "Object Not Found") return response;
      throw explain(error, this.settings, this.#changedLogin);
    }
  }
}

/** Serialises the body here, since axios drops keys named "prototype" or "constructor" from an object. */
function json(body: object | undefined): AxiosRequestConfig {
  return body ? { data: JSON.stringify(body), headers: { "content-type": "application/json" } } : {};
}
