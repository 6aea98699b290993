import { path } from "../../provider/management/path";
import { whoami } from "../../provider/management/target";
import { connect, lineOf } from "../support/connection";
import { inTurn, likeABroker, startFakeServer, status } from "../support/fake-server";

test("headers, the login and what is accepted reach the broker", async () => {
  const seen: Record<string, unknown>[] = [];
  const server = await startFakeServer((request, response) => {
    seen.push(request.headers);
    likeABroker(request, response);
  });
  const headers = JSON.stringify({ "X-Team": "platform", Accept: "application/json" });
  await connect({ ...server, username: "ü", password: "p:ä", headers }).peek(whoami);
  await connect({ ...server, token: "abc.def", headers }).peek(whoami);
  expect(seen).toMatchObject([
    { "x-team": "platform", authorization: `Basic ${Buffer.from("ü:p:ä").toString("base64")}` },
    { "x-team": "platform", accept: "application/json" },
    { "x-team": "platform", authorization: "Bearer abc.def" },
    { authorization: "Bearer abc.def" },
  ]);
});

test("no credential comes back in an error, wherever the broker repeats it", async () => {
  const reason = "bad: top-secret, token-token, header-value, amqp://me:my@pass/word@host:5672/v and https://x:y@z";
  const server = await startFakeServer(inTurn(status(400, { error: "bad_request", reason })));
  const headers = JSON.stringify({ "X-Key": "header-value", "X-Short": "bad" });
  const secrets = ["token-token", "header-value", "my@pass", "word@host"];
  const withToken = connect({ ...server, token: "token-token", headers });
  const line = await lineOf(() => withToken.put(path`users/${"x"}`, {}), ...secrets);
  expect(line).toBe(
    "the broker refused: bad: [secret], [secret], [secret], amqp://me:[secret]@host:5672/v and https://x:[secret]@z (400 to PUT users/x)",
  );
});

test("a password that is also a name hides nothing that we say ourselves", async () => {
  const server = await startFakeServer(inTurn(status(400, { error: "bad_request", reason: "user guest" })));
  const client = connect({ ...server, username: "guest", password: "guest" });
  await expect(client.put(path`users/${"guest"}`, {})).rejects.toThrow(
    "the broker refused: user [secret] (400 to PUT users/guest)",
  );
});

test("a body arrives as it is, whatever its fields are called", async () => {
  const body = '{"arguments":{"prototype":1,"constructor":{"a":[]},"__proto__":"x","toString":null}}';
  const received: string[] = [];
  const server = await startFakeServer(
    inTurn(async (request, response) => {
      received.push(`${request.headers["content-type"]} ${Buffer.concat(await request.toArray())}`);
      status(received.length === 1 ? 503 : 201)(request, response);
    }),
  );
  await connect(server).put(path`queues/${"v"}/${"q"}`, JSON.parse(body));
  expect(received).toEqual([`application/json ${body}`, `application/json ${body}`]);
});
