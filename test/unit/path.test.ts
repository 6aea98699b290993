import { path } from "../../provider/management/path";

test("escapes each part, whatever is in it", () => {
  expect(path`queues/${"/"}/${"a/b %2F?#+é~"}`).toBe("queues/%2F/a%2Fb%20%252F%3F%23%2B%C3%A9~");
});

test.each(["", ".", ".."])('refuses "%s", which would address something else', (part) => {
  expect(() => path`queues/${"/"}/${part}`).toThrow(`the management API cannot address the name "${part}"`);
});

test.each(["...", ".a", "%2E", " "])('takes "%s"', (part) => {
  expect(path`users/${part}`).toBe(`users/${encodeURIComponent(part)}`);
});

test("refuses half a character", () => {
  expect(() => path`users/${"\ud800"}`).toThrow('"\\ud800" is not a name, since it is not valid Unicode');
});
