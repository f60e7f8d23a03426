// Makes src/model/generated/*.ts from schema/*.schema.json: the shapes after merging, so that what has a default is
// always there. With --check nothing is written; exit 1 names the files that are stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";
import { format } from "prettier";

const OUT = "src/model/generated";

/** Generated file, and where its schema stands. */
const SOURCES = [
  { name: "mooring", type: "MooringFile", pointer: "mooring.schema.json" },
  { name: "account", type: "AccountFile", pointer: "account.schema.json#/$defs/merged" },
  { name: "app", type: "App", pointer: "app.schema.json" },
  { name: "placement", type: "PlacementEntry", pointer: "placement.schema.json", asWritten: true },
  { name: "removed", type: "RemovedFile", pointer: "removed.schema.json" },
  { name: "agent", type: "AgentFile", pointer: "agent.schema.json" },
];

const BANNER = (file) => `// Generated from schema/${file} by \`npm run gen\`; not to be edited.`;

const stale = [];
mkdirSync(OUT, { recursive: true });
for (const source of SOURCES) {
  const path = `${OUT}/${source.name}.ts`;
  const code = await generate(source);
  if (existsSync(path) && readFileSync(path, "utf8") === code) continue;
  stale.push(path);
  if (!process.argv.includes("--check")) writeFileSync(path, code);
}
if (process.argv.includes("--check")) {
  for (const path of stale) console.error(`${path} is stale: run \`npm run gen\` and commit it`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  console.log(stale.length === 0 ? "generated types are up to date" : `wrote ${stale.join(", ")}`);
}

async function generate({ type, pointer, asWritten = false }) {
  const schema = resolve(pointer, { asWritten, targets: new Map() });
  const { title: _title, $defs: _defs, ...root } = schema;
  const code = await compile(root, type, {
    bannerComment: BANNER(pointer.split("#")[0]),
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    format: false,
  });
  const options = { ...JSON.parse(readFileSync(".prettierrc.json", "utf8")), parser: "typescript" };
  return format(makeReadonly(await format(code, options)), options);
}

/** What a `$ref` points at, with every `$ref` in it resolved too. One target is one object, and so one interface. */
function resolve(ref, context, base = "") {
  const [file, path = ""] = ref.startsWith("#") ? [base, ref.slice(1)] : ref.split("#");
  const key = `${file}#${path}`;
  if (!context.targets.has(key)) {
    const document = JSON.parse(readFileSync(`schema/${file}`, "utf8"));
    const steps = path.split("/").slice(1);
    context.targets.set(
      key,
      inline(
        steps.reduce((at, step) => at[step], document),
        context,
        file,
      ),
    );
  }
  return context.targets.get(key);
}

/** Puts what every `$ref` points at in its place (there is no recursion); what stands beside a `$ref` wins. */
function inline(schema, context, file) {
  if (Array.isArray(schema)) return schema.map((item) => inline(item, context, file));
  if (typeof schema !== "object" || schema === null) return schema;
  const { $ref, $id: _id, $schema: _schema, $defs: _defs, ...words } = schema;
  const beside = Object.fromEntries(
    Object.entries(words).map(([word, value]) => [word, inline(value, context, file)]),
  );
  if ($ref === undefined) return context.asWritten ? beside : requireDefaulted(beside);
  const target = resolve($ref, context, file);
  const isPlain = Object.keys(beside).every((word) => word === "description" || word === "examples");
  return isPlain && target.type === "object" ? target : merge(target, beside);
}

/** What has a default is there after merging. */
function requireDefaulted(schema) {
  if (schema.type !== "object" || schema.properties === undefined) return schema;
  const defaulted = Object.keys(schema.properties).filter((name) => "default" in schema.properties[name]);
  return { ...schema, required: [...new Set([...(schema.required ?? []), ...defaulted])] };
}

function merge(below, above) {
  if (Array.isArray(below) && Array.isArray(above)) return [...new Set([...below, ...above])];
  if (!isMap(below) || !isMap(above)) return above;
  const merged = { ...below };
  for (const [word, value] of Object.entries(above)) {
    merged[word] = word in below ? merge(below[word], value) : value;
  }
  return merged;
}

function isMap(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Nobody changes what was loaded: properties, index signatures and arrays become readonly. */
function makeReadonly(code) {
  return code
    .replace(/^(\s+)(\[k: string\]|[A-Za-z_]\w*\??):/gm, "$1readonly $2:")
    .replace(/([\w"]+|\([^()]*\)|\{[^{}]*\})\[\]/g, "readonly $1[]");
}
