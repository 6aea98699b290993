// The functions that sdk/kinds.ts makes for each class, such as `getQueue`.
const ts = require("typescript");

/** The names in `export const { ... } = lookups(Queue, ...)`. */
function lookupsOf(kind, { exported }) {
  const statements = exported.get(kind).declarations[0].getSourceFile().statements;
  const made = statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find(({ initializer }) => ts.isCallExpression(initializer) && initializer.arguments[0].getText() === kind);
  return made.name.elements.map(({ name }) => name.getText());
}

module.exports = { lookupsOf };
