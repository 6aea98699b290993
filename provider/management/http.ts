import axios, { type AxiosInstance } from "axios";
import { sender } from "./sender";
import type { Settings } from "./settings";

/** An axios instance whose requests and answers pass as they are: bodies are text, and {@link sender} does the rest. */
export function createHttp(settings: Settings): AxiosInstance {
  return axios.create({
    adapter: sender(settings),
    timeout: settings.timeout * 1_000,
    transformRequest: [],
    transformResponse: [],
  });
}
