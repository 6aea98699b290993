const { isDeepStrictEqual } = require("node:util");

/** @type {import("@pulumi/pulumi").dynamic.ResourceProvider} */
const nothing = {
  async check(_olds, inputs) {
    return { inputs };
  },
  async diff(_id, { __provider: _, ...olds }, { __provider: __, ...news }) {
    return { changes: !isDeepStrictEqual(olds, news) };
  },
  async create(outs) {
    const { vhost, source, destination, routingKey, name } = outs;
    return { id: [vhost, source, destination, routingKey, name].filter(Boolean).join("/"), outs };
  },
  async update(_id, _olds, outs) {
    return { outs };
  },
  async read(id, props) {
    return { id, props };
  },
  async delete() {},
};

exports.lifecycle = () => nothing;
