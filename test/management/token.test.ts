import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { path } from "../../provider/management/path";
import { connect, lineOf } from "../support/connection";
import { greeting, json, likeABroker, startFakeServer } from "../support/fake-server";
import { topologyRun } from "../support/topology";

const jwt = (exp: number, signature: string) =>
  ["{}", JSON.stringify({ exp }), signature].map((part) => Buffer.from(part).toString("base64url")).join(".");
const old = jwt(1_000_000_000, "old");
const fresh = jwt(4_000_000_000, "fresh");
const target = path`queues/${"v"}/${"q"}`;
const folder = mkdtempSync(join(tmpdir(), "token-"));
const tokenFile = join(folder, "token");
afterAll(() => rmSync(folder, { recursive: true }));

const refuse = (response: ServerResponse) => json(response, 401, { error: "not_authorized", reason: "Not_Authorized" });

/** A broker for which the old token expires after some requests, and that knows the fresh one. */
async function startExpiring(accepted: number) {
  const logins: (string | undefined)[] = [];
  const server = await startFakeServer((request, response) => {
    const { authorization } = request.headers;
    logins.push(authorization);
    const isAccepted = authorization === `Bearer ${fresh}` || logins.length <= accepted;
    if (!isAccepted) refuse(response);
    else if (request.method === "PUT") response.writeHead(201).end();
    else likeABroker(request, response);
  });
  return { ...server, logins };
}

test("a token that expires during a run is read again from its file, by all requests that are under way", async () => {
  writeFileSync(tokenFile, `${old}\n`);
  const server = await startExpiring(2);
  const client = connect({ ...server, tokenFile });
  await client.put(target, {});
  writeFileSync(tokenFile, `${fresh}\n`);
  await Promise.all(Array.from({ length: 10 }, () => client.put(target, {})));
  await client.put(target, {});
  const count = (token: string) => server.logins.filter((login) => login === `Bearer ${token}`).length;
  expect([count(old), count(fresh)]).toEqual([12, 11]);
});

test.each([
  [{ token: old }, /^the token in rabbitmq:token expired at 2001-09-09T01:46:40.000Z, during this run: set a new one,/],
  [
    { tokenFile },
    /^the token in the file of rabbitmq:tokenFile expired at 2001.*, and the file has no newer one: renew/,
  ],
  [
    { password: old },
    /^the token in rabbitmq:password expired at 2001.*, during this run: set a new one, and run again/,
  ],
])("an expired token that nothing renews is one clear error, and the last request: %#", async (login, message) => {
  writeFileSync(tokenFile, old);
  const server = await startExpiring(2);
  const client = connect({ ...server, ...login });
  await client.put(target, {});
  expect(await lineOf(() => client.put(target, {}), old)).toMatch(message);
  expect(await lineOf(() => client.put(target, {}), old)).toMatch(/^not sent: the token in/);
  expect(server.logins).toHaveLength(3);
});

test("a token that had expired before the run is no matter of the run", async () => {
  const server = await startExpiring(0);
  const line = await lineOf(() => connect({ ...server, token: old }).put(target, {}), old);
  expect(line).toMatch(/^the token in rabbitmq:token expired at 2001-09-09T01:46:40.000Z: set a new one/);
});

test("a token that is valid for longer, or says nothing of it, is refused like a password", async () => {
  for (const token of [jwt(4_000_000_000, "foreign"), "a.b.c", "abc"]) {
    const server = await startExpiring(0);
    const line = await lineOf(() => connect({ ...server, token }).put(target, {}), token);
    expect(line).toMatch(/^the bearer of rabbitmq:token could not log in: check rabbitmq:token/);
  }
});

test("a topology whose token expires fails with one line and the number of the others", async () => {
  let puts = 0;
  const server = await startFakeServer((request, response) => {
    if (request.method === "PUT" && ++puts > 5) refuse(response);
    else if (request.method === "PUT") response.writeHead(201).end();
    else if (request.url === greeting) likeABroker(request, response);
    else if (request.url === "/api/policies/v") json(response, 200, []);
    else json(response, 200, { name: "amq.direct", vhost: "v", type: "direct", durable: true });
  });
  const names = Array.from({ length: 40 }, (_, index) => `p${index}`);
  const policies = Object.fromEntries(names.map((name) => [name, { pattern: "^none$", definition: { expires: 1 } }]));
  const { create } = topologyRun({ endpoint: server.endpoint, username: "", password: "" }, { token: old });
  expect(await lineOf(() => create({ vhost: "v", policies }), old)).toMatch(
    /^topology of vhost "v": policy "p\d+" in vhost "v": the token in rabbitmq:token expired at [^;]*; 34 more were not tried$/,
  );
});

test.each([
  ["cannot be read", join(folder, "none"), /^rabbitmq:tokenFile: cannot read ".*none": ENOENT$/],
  ["has no token", join(folder, "two"), /^rabbitmq:tokenFile: ".*two" must be a token without spaces and line breaks$/],
])("a file that %s is reported before anything is sent", async (_what, file, message) => {
  writeFileSync(join(folder, "two"), "secret-word secret-word");
  expect(await lineOf(async () => connect({ endpoint: "http://127.0.0.1:1", tokenFile: file }), "secret-word")).toMatch(
    message,
  );
});
