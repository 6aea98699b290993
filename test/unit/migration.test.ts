import fc from "fast-check";
import { disclose, enclose } from "../../provider/migration/envelope";
import { holdingName } from "../../provider/migration/holding";

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((all) => Buffer.from(all));

test("what an envelope holds comes out as it went in, whatever its bytes are", () => {
  const message = fc.record({ exchange: bytes(255), routingKey: bytes(255), properties: bytes(2_000) });
  fc.assert(
    fc.property(message, (original) => {
      const { properties, routingKey } = enclose(original, "held");
      expect(routingKey.toString()).toBe("held");
      expect(disclose({ exchange: Buffer.alloc(0), routingKey, properties })).toEqual(original);
    }),
  );
});

test("the holding queue's name fits, keeps the beginning and differs for different queues", () => {
  expect(holdingName("orders")).toBe("orders.pulumi-migration");
  for (const name of ["x".repeat(255), "é".repeat(127), "😀".repeat(63)]) {
    const held = holdingName(name);
    expect(Buffer.byteLength(held)).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(held)).toBeGreaterThan(245);
    expect(held).not.toContain("\ufffd");
    expect(name.startsWith(held.slice(0, 20))).toBe(true);
    expect(holdingName(`${name.slice(0, -2)}y`)).not.toBe(held);
  }
});
