import type { Fields } from "../../model/object";
import type { KindName } from "../../provider/kinds";
import { api, makeVHost } from "../support/admin";
import { newest } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { provider } from "../support/provider";

const vhost = "race";
const user = "race app";
let removeVHost: () => Promise<unknown>;
const warned = jest.spyOn(console, "warn").mockImplementation(() => {});
beforeEach(async () => {
  removeVHost = await makeVHost(newest, vhost);
  warned.mockClear();
});
afterEach(async () => {
  await removeVHost();
  await api(newest, "DELETE", `users/${encodeURIComponent(user)}`);
});

const userPath = `users/${encodeURIComponent(user)}`;
const policyPath = `policies/${vhost}/limit`;
const cases: [KindName, Fields, path: string, theirs: Fields, differing: string][] = [
  ["User", { name: user, password: "ours" }, userPath, { password: "theirs", tags: "" }, "password: differs"],
  [
    "Policy",
    { vhost, name: "limit", pattern: "^a$", definition: { "max-length": 5 } },
    policyPath,
    { pattern: "^b$", definition: { "max-length": 5 } },
    'pattern: wanted "^a$", found "^b$"',
  ],
];

describe.each(cases)("a %s that another client declared", (kind, args, path, theirs, differing) => {
  test("in the last seconds is not overwritten", async () => {
    const run = provider(newest, kind);
    const other = kind === "User" ? { name: `${user} 2` } : { ...args, name: "another" };
    // The run has read the list of the kind, which is a second old when the other client comes.
    const first = await run.create(other);
    await api(newest, "PUT", path, theirs);
    await expect(run.create(args)).rejects.toThrow(`exists already, with other properties: ${differing}`);
    expect((await api(newest, "GET", path)).status).toBe(200);
    await run.delete(first);
  });

  test("between the last look and the write is overwritten, with a warning that says so", async () => {
    const pass = forward(newest.endpoint);
    const server = await startFakeServer(async (request, response) => {
      if (request.method === "PUT") await api(newest, "PUT", path, theirs);
      pass(request, response);
    });
    await provider({ ...newest, endpoint: server.endpoint }, kind).create(args);
    expect(warned.mock.calls.flat()).toContainEqual(
      expect.stringMatching(/another client declared it at the same moment, and that is overwritten/),
    );
  });
});

test("a user that two clients declare at the same moment is looked at again, not overwritten by a retry", async () => {
  const pass = forward(newest.endpoint);
  let isRefused = false;
  const server = await startFakeServer(async (request, response) => {
    if (request.method !== "PUT" || isRefused) return pass(request, response);
    isRefused = true;
    await api(newest, "PUT", userPath, { password: "theirs", tags: "" });
    response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: "bad_request", reason: ["user_already_exists", user] }));
  });
  const creation = provider({ ...newest, endpoint: server.endpoint }, "User").create({ name: user, password: "ours" });
  await expect(creation).rejects.toThrow("exists already, with other properties: password: differs");
});
