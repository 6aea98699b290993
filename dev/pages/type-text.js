// The types of arguments for readers: without what each argument accepts anyway, such as outputs.
const ts = require("typescript");

/** Makes the text of types, and notes which interfaces of the library they name. */
function typeText({ checker, exported }) {
  const named = new Set();

  function text(node) {
    if (ts.isParenthesizedTypeNode(node)) return text(node.type);
    if (ts.isUnionTypeNode(node)) return [...new Set(node.types.map(text))].join(" | ");
    if (ts.isArrayTypeNode(node)) return arrayOf(text(node.elementType));
    if (ts.isIntersectionTypeNode(node)) return text(node.types[0]);
    if (ts.isTypeLiteralNode(node)) return literal(node.members[0]);
    if (ts.isTypeOperatorNode(node)) return checker.typeToString(checker.getTypeFromTypeNode(node));
    if (!ts.isTypeReferenceNode(node)) return node.getText();
    const name = node.typeName.getText();
    const [inner] = node.typeArguments ?? [];
    if (name === "Input") return text(inner);
    if (name === "Reference") return inner.literal.text;
    if (exported.has(name)) named.add(name);
    return node.getText();
  }

  /** A map, such as `{ [name: string]: unknown }`. */
  function literal(member) {
    const [key] = member.parameters;
    return `{ [${key.getText()}]: ${text(member.type)} }`;
  }

  const arrayOf = (element) => (element.includes(" ") ? `(${element})[]` : `${element}[]`);

  return { of: (property) => text(property.declarations[0].type), named };
}

module.exports = { typeText };
