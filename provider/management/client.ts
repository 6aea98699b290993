import { setTimeout as sleep } from "node:timers/promises";
import { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse, isAxiosError } from "axios";
import { isAtLeast, versionIn } from "../../model/version";
import { BrokerError, ConnectionError, ExpiredError, RefusedError, UnreachableError, UnsentError } from "./errors";
import { provePathsArriveEscaped } from "./escapes";
import { explain, foreignAnswer, isAnswer, notRabbitMQ, stopping } from "./explain";
import { greet } from "./greet";
import { createHttp } from "./http";
import { stringify } from "./json";
import { minority } from "./majority";
import { type Path, path } from "./path";
import { findOrProveAbsent } from "./prove-absent";
import { errorOf } from "./reason";
import { retryTransientFailures } from "./retry";
import type { Settings } from "./settings";
import { idOf, inVHost, type Listing, type Place, SharedList } from "./shared-list";
import type { Target } from "./target";

/** The deletion of a vhost is synchronous: 10 s for 5,000 queues. */
const deleteVHostMilliseconds = 300_000;
/** A stopping node answers "not found" to everything for some tens of milliseconds. */
const deleteAttempts = 4;
const deleteDelayMilliseconds = 50;

/** RabbitMQ's management HTTP API: four verbs. Only this class decides whether an object is absent. */
export class Client {
  readonly #http: AxiosInstance;
  #ready: Promise<string> | undefined;
  #escapes: Promise<void> | undefined;
  #majority: Promise<void> | undefined;
  readonly #lists = new Map<string, SharedList>();
  #writes = 0;
  #deletes = 0;
  #lastWrite = 0;
  /** A request has spent its retries, or the login has expired: the others of the run would take as long, and end alike. */
  #end: UnreachableError | ExpiredError | undefined;
  readonly #earlier = { hasAnswered: false, hasChangedLogin: false };

  constructor(
    readonly settings: Settings,
    retries?: number,
  ) {
    this.#http = createHttp(settings);
    retryTransientFailures(this.#http, settings, () => this.#lastWrite, retries);
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
    return isAtLeast(versionIn(await this.version()), [major, minor]);
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
  async get<T>(place: Place<T>): Promise<T | undefined> {
    const found = await findOrProveAbsent(place, this.list(place.listing), (target) => this.#read(target));
    if (found !== undefined) return found;
    await this.#lookForMajority();
    if (this.#end) throw this.#end;
    return undefined;
  }

  /** The list, or `undefined` if the absence of its vhost is proved. */
  getAll<T>(target: Target<T>): Promise<T | undefined> {
    return target.vhost === undefined ? this.getExisting(target) : this.get(inVHost(target.vhost, target));
  }

  /** An object or a list that exists: "not found" is an error, after some retries. */
  async getExisting<T>(target: Target<T>): Promise<T> {
    return (await this.#read(target, { mustExist: true })) as T;
  }

  /** Accepts a single "not found", and an empty list as it is. Only for uses in which a wrong one does no harm. */
  peek<T>({ witness: _, ...target }: Target<T>): Promise<T | undefined> {
    return this.#read(target);
  }

  /** Returns whether the object was created, as far as the status shows: 201, or 204 for an object that existed. */
  async put(target: Path, body: object): Promise<{ created: boolean }> {
    const { status, config } = await this.#write("PUT", target, { body });
    const repeated = (config["axios-retry"]?.retryCount ?? 0) > 0;
    return { created: status === 201 || repeated };
  }

  /** Returns the `Location` of the created object. */
  async post(target: Path, body: object): Promise<string> {
    const { headers } = await this.#write("POST", target, { body });
    return String(headers["location"] ?? "");
  }

  /** Returns the answer to a query for which the API requires a POST. */
  async ask<T>({ path: target, accepts }: Target<T>, question: object): Promise<T> {
    const answer = await this.#send("POST", target, { body: question });
    if (accepts(answer.data)) return answer.data;
    throw foreignAnswer(answer, this.settings);
  }

  /**
   * Deletes the object. The deletion of an absent object succeeds, once the absence of what is at `place` is proved;
   * without a place, "not found" is an error.
   */
  async delete(target: Path, place?: Place<unknown>): Promise<void> {
    const send = async () => (await this.#write("DELETE", target, { mustExist: place === undefined })).status === 404;
    for (let attempt = 0; attempt < deleteAttempts; attempt++) {
      // Twice from the second attempt on, since of two nodes in turn always the same one could get this request.
      const isMissing = (await send()) && (attempt === 0 || (await send()));
      if (!isMissing || (place && (await this.get(place)) === undefined)) return;
      await sleep(deleteDelayMilliseconds);
    }
    throw new ConnectionError(`the broker answers "not found" to DELETE ${target}, but GET finds it`);
  }

  /** A list that several reads of this run can use. */
  protected list(listing: Listing): SharedList {
    const id = idOf(listing);
    const known = this.#lists.get(id);
    if (known) return known;
    const list = new SharedList(listing, (target) => this.getAll(target), this);
    this.#lists.set(id, list);
    return list;
  }

  /** Reads what must be about the target to be believed; `undefined` if the answer is "not found". */
  async #read<T>(target: Target<T>, options: RequestOptions = {}): Promise<T | undefined> {
    const data = await this.#answer(target, options);
    if (data === undefined) return undefined;
    if (target.witness && isEmpty(data)) await this.getExisting(target.witness);
    return target.pick ? target.pick(data) : data;
  }

  async #answer<T>({ path: target, accepts, otherwise }: Target<T>, options: RequestOptions): Promise<T | undefined> {
    try {
      const answer = await this.#send("GET", target, { ...options, mayFail: otherwise !== undefined });
      if (answer.status === 404) return undefined;
      if (accepts(answer.data)) return answer.data;
      throw foreignAnswer(answer, this.settings);
    } catch (error) {
      if (!otherwise || !(error instanceof BrokerError && error.status === 500)) throw error;
      const found = await otherwise((other) => this.peek(other));
      if (found === undefined && options.mustExist) throw error;
      return found;
    }
  }

  async #write(method: "PUT" | "POST" | "DELETE", target: Path, options: RequestOptions): Promise<AxiosResponse> {
    if (this.settings.readOnly) throw new RefusedError(`not sent, since rabbitmq:readOnly is set: ${method} ${target}`);
    const answer = await this.#send(method, target, options);
    if (answer.status === 200) throw foreignAnswer(answer, this.settings);
    this.#writes++;
    if (method === "DELETE") this.#deletes++;
    this.#lastWrite = Date.now();
    const { username } = this.settings;
    if (username !== undefined && target === path`users/${username}`) this.#earlier.hasChangedLogin = true;
    return answer;
  }

  /** Returns 2xx answers and the broker's own "Object Not Found"; throws everything else. */
  async #send(method: string, target: Path, { body, ...expected }: RequestOptions): Promise<AxiosResponse> {
    await this.version();
    if (target.includes("%2F")) {
      this.#escapes ??= provePathsArriveEscaped(this.#http, this.settings);
      await this.#escapes;
    }
    if (method !== "GET") await this.#lookForMajority();
    if (this.#end) throw new UnsentError(`not sent: ${this.#end.message}`);
    const deletesVHost = method === "DELETE" && /^vhosts\/[^/]+$/.test(target);
    const timeout = deletesVHost ? { timeout: Math.max(this.settings.timeout * 1_000, deleteVHostMilliseconds) } : {};
    // Serialised here, since axios drops keys named "prototype" or "constructor" from an object.
    const request = { method, url: target, ...expected, ...(body && { data: stringify(body) }), ...timeout };
    const answer = await this.#request(request).catch((error: unknown) => {
      if (error instanceof UnreachableError || error instanceof ExpiredError) this.#end ??= error;
      throw error;
    });
    if (expected.mustExist && answer.status === 404) throw stopping(answer, this.settings);
    return answer;
  }

  /** Looks once: before the first write, and before the first absence is believed. */
  #lookForMajority(): Promise<void> {
    this.#majority ??= this.isAtLeast(4, 3).then(async (needsMajority) => {
      const line = needsMajority && (await minority((target) => this.#read(target)));
      if (line) this.#end ??= new UnreachableError(line);
    });
    return this.#majority;
  }

  async #request(request: AxiosRequestConfig): Promise<AxiosResponse> {
    try {
      const answer = await this.#http.request(request);
      if (!isAnswer(answer)) throw notRabbitMQ(answer, this.settings);
      this.#earlier.hasAnswered = true;
      return answer;
    } catch (error) {
      if (!isAxiosError(error)) throw error;
      const { response } = error;
      const mayBeAbsent = request.method === "GET" || request.method === "DELETE";
      if (response?.status === 404 && mayBeAbsent && errorOf(response.data) === "Object Not Found") return response;
      throw explain(error, this.settings, this.#earlier);
    }
  }
}

interface RequestOptions {
  readonly body?: object | undefined;
  /** Whether "not found" cannot be true. */
  readonly mustExist?: boolean;
  /** Whether there is another way to the answer if the broker itself fails (500). */
  readonly mayFail?: boolean;
}

function isEmpty(answer: unknown): boolean {
  const items = (answer as { items?: unknown } | undefined)?.items ?? answer;
  return Array.isArray(items) && items.length === 0;
}
