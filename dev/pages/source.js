// What the comments in the library's source say, read with TypeScript's compiler.
const path = require("node:path");
const ts = require("typescript");

const root = path.join(__dirname, "..", "..");
const entry = path.join(root, "sdk", "index.ts");

/** Compiles the library, and returns what it exports with the comments. */
function readSource() {
  const program = ts.createProgram([entry], {
    strict: true,
    module: ts.ModuleKind.Node16,
    target: ts.ScriptTarget.ES2022,
    types: ["node"],
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const file = /** @type {ts.SourceFile} */ (program.getSourceFile(entry));
  const sdk = /** @type {ts.Symbol} */ (checker.getSymbolAtLocation(file));
  /** @type {Map<string, ts.Symbol>} */
  const exported = new Map(checker.getExportsOfModule(sdk).map((symbol) => [symbol.name, resolve(symbol)]));

  /** @param {ts.Symbol} symbol */
  function resolve(symbol) {
    return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  }

  /**
   * The documentation before the first tag.
   * @param {ts.Symbol | undefined} symbol
   */
  function documentation(symbol) {
    return ts.displayPartsToString(symbol?.getDocumentationComment(checker)).trim();
  }

  /**
   * The text of a tag, such as "default".
   * @param {ts.Symbol | undefined} symbol
   * @param {string} name
   */
  function tag(symbol, name) {
    const found = symbol?.getJsDocTags(checker).find((each) => each.name === name);
    return ts.displayPartsToString(found?.text).trim();
  }

  /**
   * The properties of an exported interface, with those that it inherits.
   * @param {string} type
   */
  function propertiesOf(type) {
    const symbol = exported.get(type);
    return symbol ? checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)) : [];
  }

  return { checker, exported, documentation, tag, propertiesOf };
}

module.exports = { readSource };
