import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { hasUnknown, unknownValue } from "../../provider/unknown";

test("what stands for an unknown value is Pulumi's", () => {
  expect(unknownValue).toBe(rpc.unknownValue);
});

test("it is found at any depth", () => {
  for (const value of [unknownValue, [unknownValue], { a: [{ b: unknownValue }] }])
    expect(hasUnknown(value)).toBe(true);
  for (const value of ["", null, undefined, 1, [], { a: [{ b: "x" }] }]) expect(hasUnknown(value)).toBe(false);
});
