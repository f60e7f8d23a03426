// Makes docs/reference.md, the reference of every field, from schema/*.schema.json. With --check nothing is written; exit 1
// says that the file is stale.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";
import { stringify } from "yaml";

const OUT = "docs/reference.md";

/** The documents of the format, in the order in which people meet them. */
const DOCUMENTS = [
  { file: "mooring.yaml", pointer: "mooring.schema.json" },
  {
    file: "accounts/<account>/account.yaml",
    pointer: "account.schema.json#/$defs/settings",
    of: "account.schema.json",
  },
  {
    file: "accounts/<account>/apps.yaml",
    pointer: "placement.schema.json#/$defs/placement",
    of: "apps.schema.json",
    isEntry: true,
  },
  { file: "accounts/<account>/removed.yaml", pointer: "removed.schema.json" },
];

/** Fields of a placement that are no overrides of the app's. */
const ENTRY_FIELDS = ["version", "adopt", "allow", "paused", "selfHeal"];

/** The app that a kind's example is of. */
const EXAMPLE_NAMES = {
  Service: "storefront",
  Worker: "thumbnails",
  Job: "report",
  Database: "catalog-db",
  Cache: "catalog-cache",
  Bucket: "uploads",
  Queue: "jobs",
  Template: "search",
};

/** Fields whose own fields are told of in another section. */
const ELSEWHERE = new Set(["defaults"]);

const documents = new Map();
const text = await format(page(), {
  parser: "markdown",
  ...JSON.parse(readFileSync(".prettierrc.json", "utf8")),
});
const isStale = !existsSync(OUT) || readFileSync(OUT, "utf8") !== text;
if (!process.argv.includes("--check")) {
  if (isStale) writeFileSync(OUT, text);
  console.log(isStale ? `wrote ${OUT}` : "the field reference is up to date");
} else if (isStale) {
  console.error(`${OUT} is stale: run \`npm run gen\` and commit it`);
  process.exitCode = 1;
}

function page() {
  const kinds = resolve("app.schema.json").oneOf.map(({ $ref }) => $ref.split("/").at(-1));
  return [
    "<!-- Generated from schema/ by `npm run gen`; not to be edited. -->",
    "# Field reference",
    "Every field of the environments repository and of `agent.yaml`. The schemas in [`schema/`](../schema) say the same to an editor and to `moor validate`.",
    `Values merge: the defaults below ← \`defaults\` of \`mooring.yaml\` ← \`apps/<app>.yaml\` ← the placement. A field in **bold** has to be there after merging.`,
    contents(kinds),
    ...DOCUMENTS.map(documentSection),
    "## apps/&lt;app&gt;.yaml",
    resolve("app.schema.json").description,
    ...kinds.map(kindSection),
    documentSection({ file: "agent.yaml", pointer: "agent.schema.json" }),
  ].join("\n\n");
}

function contents(kinds) {
  const link = (title) =>
    `[${title}](#${title
      .toLowerCase()
      .replace(/[^a-z0-9 _-]/g, "")
      .replaceAll(" ", "-")})`;
  const files = [...DOCUMENTS.map(({ file }) => file), "agent.yaml"].map(
    (file) => `- ${link(file).replaceAll("<", "&lt;").replaceAll(">", "&gt;")}`,
  );
  return [...files, `- apps: ${kinds.map((kind) => link(kind)).join(", ")}`].join("\n");
}

function documentSection({ file, pointer, of = pointer, isEntry = false }) {
  const whole = resolve(of);
  const schema = resolve(pointer);
  const example = (whole.examples ?? [])[0];
  const rows = isEntry
    ? ENTRY_FIELDS.map((name) => [name, schema.properties[name]])
    : Object.entries(schema.properties ?? {});
  return [
    `## ${file.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}`,
    whole.description,
    isEntry
      ? "An entry is a version, or a map of the fields below and of any field of the app, which then holds in this account only. The same entry may stand in a file of its own, `accounts/<account>/apps/<app>.yaml`."
      : "",
    example === undefined ? "" : yaml(example, file),
    rows.length === 0 ? "" : table(rows, new Set(resolve(of).required ?? [])),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function kindSection(kind) {
  const schema = resolve(`app.schema.json#/$defs/${kind}`);
  const fields = Object.entries(schema.properties).filter(([name]) => name !== "kind");
  const [example] = schema.examples ?? [];
  if (example === undefined) throw new Error(`app.schema.json has no example of a ${kind}`);
  return [
    `### ${kind}`,
    schema.description,
    yaml(example, `apps/${EXAMPLE_NAMES[kind]}.yaml`),
    table(fields, new Set(schema.required)),
  ].join("\n\n");
}

function yaml(example, file) {
  return `\`\`\`yaml\n# ${file}\n${stringify(example, { lineWidth: 0 })}\`\`\``;
}

function table(fields, required) {
  const rows = fields.flatMap(([name, field]) => rowsOf(name, field, required.has(name)));
  return ["| field | value | default | |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** A map with named fields gets a row for each of them too. */
function rowsOf(path, field, isRequired) {
  const name = `\`${path}\``;
  const row = [isRequired ? `**${name}**` : name, valueOf(field), defaultOf(field), meaningOf(field)];
  return [`| ${row.map(cell).join(" | ")} |`, ...(ELSEWHERE.has(path) ? [] : below(path, field))];
}

function below(path, field) {
  if (field.type === "array" && field.items !== undefined) return below(`${path}[]`, field.items);
  if (field.anyOf !== undefined) {
    const maps = field.anyOf.filter(({ properties }) => properties !== undefined);
    return maps.flatMap((map) => below(path, map));
  }
  if (isMap(field.additionalProperties) && field.additionalProperties.properties !== undefined)
    return below(`${path}.*`, field.additionalProperties);
  const required = new Set(field.required ?? []);
  return Object.entries(field.properties ?? {}).flatMap(([name, member]) =>
    rowsOf(`${path}.${name}`, member, required.has(name)),
  );
}

function valueOf(field) {
  if (field.const !== undefined) return code(field.const);
  if (field.enum !== undefined) return field.enum.map(code).join(", ");
  if (field.anyOf !== undefined) return [...new Set(field.anyOf.map(valueOf))].join(" or ");
  switch (field.type) {
    case "integer":
    case "number":
      return field.minimum === undefined ? "number" : `${field.minimum} to ${field.maximum}`;
    case "boolean":
      return "`true`, `false`";
    case "array":
      return field.items === undefined ? "list" : `list: ${valueOf(field.items)}`;
    case "object":
      return "map";
    case "null":
      return "nothing";
    default:
      return field.patternErrorMessage ?? "text";
  }
}

function defaultOf({ default: value }) {
  if (value === undefined || (isMap(value) && Object.keys(value).length === 0)) return "";
  return code(value);
}

function meaningOf({ description = "", examples = [] }) {
  const shown = examples.filter((example) => !isMap(example) && !Array.isArray(example)).slice(0, 2);
  return shown.length === 0 ? description : `${description} Such as ${shown.map(code).join(", ")}.`;
}

function code(value) {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

function cell(content) {
  return content.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** What a pointer leads to, with every `$ref` in it replaced; what stands beside a `$ref` wins. */
function resolve(pointer, base = "") {
  const [file, path = ""] = pointer.split("#");
  const name = file === "" ? base : file;
  const document = documents.get(name) ?? JSON.parse(readFileSync(`schema/${name}`, "utf8"));
  documents.set(name, document);
  return inline(
    path
      .split("/")
      .slice(1)
      .reduce((at, step) => at[step], document),
    name,
    path === "" ? "oneOf" : "",
  );
}

/** `asIs` names a keyword whose references stay. */
function inline(schema, file, asIs = "") {
  if (Array.isArray(schema)) return schema.map((item) => inline(item, file));
  if (!isMap(schema)) return schema;
  const { $ref, $defs: _defs, ...words } = schema;
  const beside = Object.fromEntries(
    Object.entries(words).map(([word, value]) => [word, word === asIs ? value : inline(value, file)]),
  );
  return $ref === undefined ? beside : { ...resolve($ref, file), ...beside };
}

function isMap(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
