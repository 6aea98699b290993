import { kinds } from "../../provider/kinds";
import { validate } from "../../provider/validate";

test.each([
  ["policy", "is declared with Policy"],
  ["operator_policy", "is declared with OperatorPolicy"],
  ["vhost-limits", "are declared with VHost or VHostLimits"],
])("a Parameter of the component %s is refused, and what declares it is named", (component, reason) => {
  const { failures } = validate(kinds.Parameter, { vhost: "v", component, name: "p", value: {} });
  expect(failures).toEqual([{ property: "component", reason: reason.slice("".length) }]);
});

test.each([
  ["pulumi-rabbitmq-topology.x", 'must not begin with "pulumi-rabbitmq-topology.": this library\'s notes do'],
  ["internal_cluster_id", "is the broker's own: it never changes"],
])("a GlobalParameter %s is refused", (name, reason) => {
  expect(validate(kinds.GlobalParameter, { name, value: 1 }).failures).toEqual([{ property: "name", reason }]);
});

test("a GlobalParameter whose name only resembles that is not", () => {
  expect(validate(kinds.GlobalParameter, { name: "pulumi-rabbitmq", value: 1 }).failures).toEqual([]);
});
