import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { sourceFrom } from "../../cli/import/from";
import { command } from "../cli/command";
import { newest } from "../support/environment";
import { environmentOf } from "./broker/program";

const folder = mkdtempSync(path.join(tmpdir(), "import-from-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const queue = { name: "q", durable: true, auto_delete: false, arguments: {} };
const definitions = { vhosts: [{ name: "v" }], queues: [{ ...queue, vhost: "v" }] };
const manifest = {
  apiVersion: "rabbitmq.com/v1beta1",
  kind: "Queue",
  metadata: { name: "q" },
  spec: { name: "q", rabbitmqClusterReference: { name: "b" } },
};
const yaml = "apiVersion: rabbitmq.com/v1beta1\nkind: Queue\nmetadata: {name: q}\nspec: {name: q}\n";

const written = (name: string, content: string | Buffer) => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};
const kindsOf = async (file: string, vhosts?: readonly string[]) => {
  const { objects, left } = await (await sourceFrom(file, { vhosts })).read();
  expect(left).toEqual([]);
  return objects.map(({ kind, args }) => `${kind} ${args["vhost"] ?? args["name"]}`);
};

test.each([
  ["a.json", JSON.stringify(definitions), ["VHost v", "Queue v"]],
  ["with a mark.json", `\uFEFF${JSON.stringify(definitions)}`, ["VHost v", "Queue v"]],
  ["of PowerShell.json", Buffer.from(`\uFEFF${JSON.stringify(definitions)}`, "utf16le"), ["VHost v", "Queue v"]],
  ["of PowerShell.yaml", Buffer.from(`\uFEFF${yaml}`, "utf16le"), ["Queue /"]],
  ["manifests without an extension", yaml, ["Queue /"]],
  ["list.json", JSON.stringify({ apiVersion: "v1", kind: "List", items: [manifest] }), ["Queue /"]],
  [
    "checkpoint.json",
    JSON.stringify({
      version: 3,
      checkpoint: {
        stack: "organization/p/s",
        latest: {
          resources: [
            {
              urn: "urn:pulumi:s::p::pulumi-nodejs:dynamic/rabbitmq:Queue::q",
              type: "pulumi-nodejs:dynamic/rabbitmq:Queue",
              outputs: { vhost: "v", name: "q", type: "classic" },
            },
          ],
        },
      },
    }),
    ["Queue v"],
  ],
])("the form of %s is known", async (name, content, kinds) => {
  expect(await kindsOf(written(name, content))).toEqual(kinds);
});

const damaged = { version: 3, deployment: { resources: [{ type: 1 }] } };
test.each([
  ["empty.json", "", /^F: not JSON: it is empty$/],
  ["zip.json", gzipSync("{}"), /^F: it is compressed: unpack it first$/],
  ["bytes.json", Buffer.from([1, 2, 3]), /^F: not JSON: [^\p{Cc}]*$/u],
  ["show.json", '{"format_version":"1.0","terraform_version":"1.9.0","values":{}}', /^F: .*`terraform state pull`/],
  ["tofu.json", '{"serial":1,"encrypted_data":"x","encryption_version":"v0"}', /^F: .*`tofu state pull`/],
])("%s is refused with its name, and with what to do", async (name, content, message) => {
  const file = written(name, content);
  const expected = new RegExp(
    message.source.replace("F", () => file.replaceAll("\\", "\\\\")),
    message.flags,
  );
  await expect(sourceFrom(file, {})).rejects.toThrow(expected);
});

test("a damaged export, a missing file and another kind of address are refused", async () => {
  await expect(sourceFrom(written("damaged.json", JSON.stringify(damaged)), {})).rejects.toThrow(
    "is damaged: resources.0.urn: ",
  );
  for (const name of ["gone.json", "gone.yaml"]) {
    await expect(sourceFrom(path.join(folder, name), {})).rejects.toThrow(/gone\.\w+: the file does not exist$/);
  }
  await expect(sourceFrom("amqp://admin:secret@localhost", {})).rejects.toThrow(
    /^--from takes the URL of the management API, http or https, and not amqp$/,
  );
});

describe("definitions of one vhost", () => {
  const own = {
    rabbitmq_definition_format: "single_virtual_host",
    original_vhost_name: "one",
    metadata: { description: "d", tags: ["a"], default_queue_type: "quorum" },
    limits: { "max-queues": 10 },
    parameters: [{ component: "vhost-limits", name: "limits", value: { "max-queues": 10 } }],
    queues: [],
    exchanges: [],
    policies: [],
    bindings: [],
  };

  test("have the vhost too, under its own name or a given one", async () => {
    const file = written("one.json", JSON.stringify(own));
    const { objects } = await (await sourceFrom(file, {})).read();
    const args = { description: "d", tags: ["a"], defaultQueueType: "quorum", maxQueues: 10 };
    expect(objects).toEqual([{ kind: "VHost", args: { name: "one", ...args } }]);
    expect(await kindsOf(file, ["other"])).toEqual(["VHost other"]);
  });

  test("of RabbitMQ 3.10 name it in policies alone", async () => {
    const policies = [{ vhost: "old", name: "p", pattern: ".*", definition: { "max-length": 1 } }];
    const file = written("3.10.json", JSON.stringify({ queues: [queue], policies }));
    expect(await kindsOf(file)).toEqual(["Policy old", "Queue old"]);
    expect(await kindsOf(file, ["new"])).toEqual(["Policy new", "Queue new"]);
  });

  test("of a RabbitMQ that writes nothing of the vhost need its name, whatever they have", async () => {
    for (const lists of [
      { queues: [queue] },
      { bindings: [{ source: "amq.topic", destination: "q", arguments: {} }] },
    ]) {
      const file = written("old.json", JSON.stringify(lists));
      const source = await sourceFrom(file, {});
      await expect(source.read()).rejects.toThrow("has objects that name no vhost: give theirs with one --vhost");
      expect((await kindsOf(file, ["v"]))[0]).toMatch(/ v$/);
    }
  });
});

test("an odd object in definitions is listed with its reason, and the others remain", async () => {
  const permissions = { user: "u", vhost: "v", configure: ".*", write: ".*" };
  const odd = {
    ...definitions,
    users: [
      { name: "u", password_hash: "", tags: "management, monitoring" },
      { name: "w", password_hash: "", tags: ["management", ""] },
    ],
    permissions: [{ ...permissions, read: null }],
    policies: [{ vhost: "v", name: "p", pattern: ".*", definition: "max-length" }],
  };
  const { objects, left } = await (await sourceFrom(written("odd.json", JSON.stringify(odd)), {})).read();
  expect(objects.map(({ kind, args }) => [kind, args["tags"]])).toEqual([
    ["VHost", undefined],
    ["User", ["management", "monitoring"]],
    ["User", ["management"]],
    ["Queue", undefined],
  ]);
  expect(left.map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
    'policy "p" in vhost "v": its definition must be a table of names and values',
    'permissions of user "u" in vhost "v": cannot be read: must be a string',
  ]);
});

test("an error does not quote what may be a secret", async () => {
  const leaks = [
    ["leak.json", '{"users":[{"password":app-S3cret-pw}]}'],
    ["leak.yaml", `${yaml}  password: *app-S3cret-pw\n`.replace("spec: {name: q}", "spec:\n  name: q")],
  ] as const;
  for (const [name, content] of leaks) {
    const source = sourceFrom(written(name, content), {}).then((found) => found.read());
    const { message } = await source.then(
      () => new Error("none"),
      (error: Error) => error,
    );
    expect(message).toMatch(new RegExp(`${name}: not (JSON|YAML): `));
    expect(message).not.toContain("S3cret");
  }
});

test("a mistyped vhost is refused, with the one that is meant", async () => {
  const file = written(
    "mistyped.json",
    JSON.stringify({ ...definitions, vhosts: [{ name: "orders" }, { name: "v" }] }),
  );
  const checked = (vhost: string) => command(["import", "--from", file, "--check", "--vhost", "v", vhost]);
  expect(await checked("order")).toMatchObject({
    code: 2,
    stderr: `the definitions in ${file}: has nothing of the vhost "order": did you mean "orders"?\n`,
  });
  expect((await checked("entirely other")).stderr).toContain(
    'has nothing of the vhost "entirely other": it has orders, v\n',
  );
  const live = await command(["import", "--check", "--vhost", "import-from-none"], {
    variables: environmentOf(newest),
  });
  expect(live.stderr).toMatch(/: has nothing of the vhost "import-from-none": it has \//);
});
