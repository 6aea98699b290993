import type { dynamic } from "@pulumi/pulumi";
import { withDoor } from "../../provider/door";
import { RefusedError } from "../../provider/management/errors";
import { hidden } from "../../provider/options";
import { Run } from "../../provider/run";
import { Secrets } from "../../provider/secrets";

const hiding = (...texts: string[]) => {
  const secrets = new Secrets();
  secrets.add(texts);
  return (line: string) => secrets.hiddenIn(line);
};

test.each([
  ['queue "hush" in vhost "v"', 'queue "[secret]" in vhost "v"'],
  ["404 to PUT queues/v/hush", "404 to PUT queues/v/[secret]"],
  ["hush, hush: the hushed", "[secret], [secret]: the hushed"],
])("a secret name is hidden in %j, and a word that contains it is not", (line, shown) => {
  expect(hiding("hush")(line)).toBe(shown);
});

test("a long one is hidden within a word, one that contains another is hidden whole, and an empty one hides nothing", () => {
  expect(hiding("password1", "password12", "")("xpassword12x password1")).toBe("x[secret]x [secret]");
});

test.each([
  ["in a path", "a b/%", "DELETE queues/v/a%20b%2F%25"],
  ["as a binding's key in a path", "a b", "DELETE bindings/v/e/x/q/q/a%2520b"],
  ["in quotes", 'a"b\\c', 'wanted "a\\"b\\\\c"'],
  ["as a pattern", "a.b(c", "user a.b(c"],
])("it is hidden %s", (_where, secret, line) => {
  expect(hiding(secret)(line)).toMatch(/\[secret\]"?$/);
});

test("what a call's properties mark as secret is in no failure, error, reason or line that leaves the provider", async () => {
  const lines: string[] = [];
  const run = new Run(
    () => {
      throw new Error("the broker was asked");
    },
    (line) => void lines.push(line),
  );
  const failing = async () => {
    run.report('queue "hush": a line');
    throw Object.assign(new RefusedError('queue "hush": refused'), { id: "hush", reasons: ['queue "hush": refused'] });
  };
  const provider = { check: async () => ({ failures: [{ property: "", reason: "hush is wrong" }] }), delete: failing };
  const verbs = withDoor(provider as unknown as dynamic.ResourceProvider, undefined, run.secrets);
  const properties = { name: "hush", ...hidden({ secrets: ["hush"] }) };
  expect(await verbs.check?.({}, properties)).toEqual({ failures: [{ property: "", reason: "[secret] is wrong" }] });
  const error = await verbs.delete?.("hush", properties).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ message: 'queue "[secret]": refused', reasons: ['queue "[secret]": refused'] });
  expect(lines).toEqual(['queue "[secret]": a line']);
});

test("a control character of a name does not break the line of an error", async () => {
  const failing = () => Promise.reject(new RefusedError('binding with key "a\r\n\u001b[31m\u2028b"'));
  const verbs = withDoor({ delete: failing } as unknown as dynamic.ResourceProvider);
  await expect(verbs.delete?.("id", {})).rejects.toThrow('binding with key "a\\u000d\\u000a\\u001b[31m\\u2028b"');
});
