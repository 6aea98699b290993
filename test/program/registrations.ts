import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import * as runtime from "@pulumi/pulumi/runtime";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

type Request = RegisterResourceRequest | ReadResourceRequest;

/** What a program sent to the engine for one resource. */
export interface Registration {
  readonly type: string;
  /** As sent, secrets wrapped. */
  readonly inputs: Record<string, unknown>;
  /** The id to read, where it is read and not declared. */
  readonly read?: string;
  readonly request: RegisterResourceRequest;
}

export const urn = (type: string, name: string) => `urn:pulumi:stack::project::${type}::${name}`;
export const urnOf = (kind: string, name: string) => urn(`pulumi-nodejs:dynamic/rabbitmq:${kind}`, name);

const methods = ["registerResource", "readResource"] as const;

/** Runs a program without an engine, and gives what it registered by the resources' names. */
export async function registrations(program: () => unknown): Promise<Record<string, Registration>> {
  const seen: Record<string, Registration> = {};
  const spies = methods.map((method) => {
    const original = MockMonitor.prototype[method];
    return jest.spyOn(MockMonitor.prototype, method).mockImplementation(function (
      this: MockMonitor,
      request,
      callback,
    ) {
      seen[request.getName()] = fromRequest(request);
      return original.call(this, request, callback);
    });
  });
  const newResource = ({ id, name, inputs }: runtime.MockResourceArgs) => ({
    id: id || `${name}-id`,
    state: { name: `name of ${name}`, ...inputs },
  });
  await runtime.setMocks({ newResource, call: () => ({}) });
  try {
    await program();
    await runtime.disconnect();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return seen;
}

function fromRequest(request: Request): Registration {
  return {
    type: request.getType(),
    inputs: ("getObject" in request ? request.getObject() : request.getProperties())?.toJavaScript() ?? {},
    ...("getId" in request && { read: request.getId() }),
    request: request as RegisterResourceRequest,
  };
}
