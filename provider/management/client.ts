import { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse, isAxiosError } from "axios";
import { ConnectionError, UnreachableError, UnsentError } from "./errors";
import { provePathsArriveEscaped } from "./escapes";
import { explain, foreignAnswer, isAnswer, notRabbitMQ, stopping } from "./explain";
import { greet } from "./greet";
import { createHttp } from "./http";
import { type Path, path } from "./path";
import { errorOf } from "./reason";
import { retryTransientFailures } from "./retry";
import type { Settings } from "./settings";
import { type Target, whoami } from "./target";

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
  /** A request has spent its retries: the others of the run would take as long, and end alike. */
  #unreachable: UnreachableError | undefined;
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

  /** The object or list, or `undefined` if its absence is proved. */
  async get<T>(target: Target<T>): Promise<T | undefined> {
    return (await this.#found(target)) ?? this.#provedAbsent(target);
  }

  /** Like {@link get}, but accepts a single "not found". Only for uses in which a wrong "not found" does no harm. */
  async peek<T>(target: Target<T>): Promise<T | undefined> {
    return this.#read(target);
  }

  /** An object or list that exists: "not found" is an error, after some retries. */
  async getExisting<T>(target: Target<T>): Promise<T> {
    return (await this.#found(target, { mustExist: true })) as T;
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
  async ask<T>({ path: target, accepts }: Target<T>, question: object): Promise<T> {
    const answer = await this.#send("POST", target, { body: question });
    if (accepts(answer.data)) return answer.data;
    throw foreignAnswer(answer, this.settings);
  }

  /** Deletes the object. The deletion of an absent object succeeds, once the absence of what `own` reads is proved. */
  async delete(target: Path, own: Target<unknown>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { status } = await this.#write("DELETE", target);
      if (status !== 404 || (await this.get(own)) === undefined) return;
      if (attempt === 3)
        throw new ConnectionError(`the broker answers "not found" to DELETE ${target}, but GET finds it`);
    }
  }

  /** Reads what must be about the target to be believed; `undefined` if the answer is a single "not found". */
  async #read<T>({ path: target, accepts }: Target<T>, options: RequestOptions = {}): Promise<T | undefined> {
    const answer = await this.#send("GET", target, options);
    if (answer.status === 404) return undefined;
    if (accepts(answer.data)) return answer.data;
    throw foreignAnswer(answer, this.settings);
  }

  /** Like `#read`, and believes an empty list only if RabbitMQ itself answers at the same time. */
  async #found<T>(target: Target<T>, options: RequestOptions = {}): Promise<T | undefined> {
    const found = await this.#read(target, options);
    if (target.witness && isEmpty(found)) await this.#read(target.witness, { mustExist: true });
    return found;
  }

  async #write(method: "PUT" | "POST" | "DELETE", target: Path, body?: object): Promise<AxiosResponse> {
    const answer = await this.#send(method, target, { body });
    if (answer.status === 200) throw foreignAnswer(answer, this.settings);
    this.#writes++;
    if (method === "DELETE") this.#deletes++;
    this.#lastWrite = Date.now();
    const { username } = this.settings;
    if (username !== undefined && target === path`users/${username}`) this.#changedLogin = true;
    return answer;
  }

  /** A stopping broker answers 404 to every request, byte for byte like a real "not found" (facts, section 8). */
  async #provedAbsent<T>(target: Target<T>): Promise<T | undefined> {
    await this.getExisting(whoami);
    return this.#found(target);
  }

  /** Returns 2xx answers and the broker's own "Object Not Found"; throws everything else. */
  async #send(method: string, target: Path, { body, mustExist = false }: RequestOptions): Promise<AxiosResponse> {
    await this.version();
    if (target.includes("%2F")) {
      this.#escapes ??= provePathsArriveEscaped(this.#http, this.settings);
      await this.#escapes;
    }
    if (this.#unreachable) throw new UnsentError(`not sent: ${this.#unreachable.message}`);
    const deletesVHost = method === "DELETE" && /^vhosts\/[^/]+$/.test(target);
    const timeout = deletesVHost ? { timeout: Math.max(this.settings.timeout * 1_000, deleteVHostMilliseconds) } : {};
    return this.#request({ method, url: target, mustExist, ...json(body), ...timeout }).catch((error: unknown) => {
      if (error instanceof UnreachableError) this.#unreachable ??= error;
      throw error;
    });
  }

  async #request(request: AxiosRequestConfig): Promise<AxiosResponse> {
    try {
      const answer = await this.#http.request(request);
      if (!isAnswer(answer)) throw notRabbitMQ(answer, this.settings);
      return answer;
    } catch (error) {
      if (!isAxiosError(error)) throw error;
      const { response } = error;
      const mayBeAbsent = request.method === "GET" || request.method === "DELETE";
      if (response?.status === 404 && mayBeAbsent && errorOf(response.data) === "Object Not Found") {
        if (request.mustExist) throw stopping(response, this.settings);
        return response;
      }
      throw explain(error, this.settings, this.#changedLogin);
    }
  }
}

interface RequestOptions {
  readonly body?: object | undefined;
  /** Whether "not found" cannot be true. */
  readonly mustExist?: boolean;
}

function isEmpty(answer: unknown): boolean {
  const items = (answer as { items?: unknown } | undefined)?.items ?? answer;
  return Array.isArray(items) && items.length === 0;
}

/** Serialises the body here, since axios drops keys named "prototype" or "constructor" from an object. */
function json(body: object | undefined): AxiosRequestConfig {
  return body ? { data: JSON.stringify(body), headers: { "content-type": "application/json" } } : {};
}
