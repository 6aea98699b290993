const { isDeepStrictEqual } = require("node:util");

/** The defaults that this library's provider sets. With them, the state has the same properties for both. */
const DEFAULTS = {
  Exchange: { durable: true, autoDelete: false, internal: false },
  Queue: { durable: true, autoDelete: false },
};

/** @returns {import("@pulumi/pulumi").dynamic.ResourceProvider} */
const nothing = (kind) => ({
  async check(_olds, inputs) {
    return { inputs: { ...DEFAULTS[kind], ...inputs } };
  },
  async diff(_id, { __provider: _, propertiesKey: __, ...olds }, { __provider: ___, ...news }) {
    return { changes: !isDeepStrictEqual(olds, news) };
  },
  async create(inputs) {
    const outs = outputs(kind, inputs);
    const { vhost, source, destinationType, destination, propertiesKey, name } = outs;
    const parts = [vhost, source, destinationType, destination, propertiesKey, name];
    return { id: parts.filter(Boolean).map(encodeURIComponent).join("/"), outs };
  },
  async update(_id, _olds, inputs) {
    return { outs: outputs(kind, inputs) };
  },
  async read(id, props) {
    return { id, props };
  },
  async delete() {},
});

function outputs(kind, inputs) {
  if (kind !== "Binding") return inputs;
  return { ...inputs, propertiesKey: encodeURIComponent(inputs.routingKey).replaceAll("*", "%2A") };
}

exports.lifecycle = nothing;
