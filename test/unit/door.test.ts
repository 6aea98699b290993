import type { dynamic } from "@pulumi/pulumi";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { withDoor } from "../../provider/door";

/** What breaks Pulumi's conversion, or its error path. */
const awkward = {
  list: [{ kind: "Binding", args: { arguments: undefined, routingKey: "k" } }, undefined, Number.NaN],
  gone: undefined,
  deep: { deeper: [[undefined]] },
  big: 9_007_199_254_740_993n,
  call: () => 1,
};
const left = {
  list: [{ kind: "Binding", args: { routingKey: "k" } }, null, expect.anything()],
  deep: { deeper: [[null]] },
  big: "9007199254740993",
  call: null,
};

const convert = (value: unknown) =>
  Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]).toJavaScript();

function door(answer: () => Promise<object>) {
  const provider = { check: answer, create: answer, diff: answer, update: answer, read: answer, delete: answer };
  return withDoor(provider as unknown as dynamic.ResourceProvider) as unknown as Record<string, () => Promise<object>>;
}

test.each(["check", "create", "diff", "update", "read"])("what %s answers can be converted by Pulumi", async (verb) => {
  const answered = await door(async () => ({ outs: awkward }))[verb]?.();
  expect(convert(answered)).toEqual({ outs: left });
});

test("so can the properties of an error, which the state gets", async () => {
  const failure = Object.assign(new Error("was declared, but"), { id: "v/q", properties: awkward, reasons: ["why"] });
  const error = await door(() => Promise.reject(failure))
    ["create"]?.()
    .catch((thrown) => thrown);
  expect(error).toBe(failure);
  expect(convert((error as typeof failure).properties)).toEqual(left);
});

test("without it, the conversion throws", () => {
  expect(() => convert({ outs: awkward })).toThrow("Unexpected struct type");
});
