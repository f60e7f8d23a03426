import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(read("report"));
const validate = ajv.compile(read("agent-status"));

/** What in a status does not keep to `schema/agent-status.schema.json`; nothing when it is right. */
export function agentStatusSchemaErrors(status: unknown): readonly string[] {
  if (validate(status)) return [];
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}

function read(name: string): object {
  return JSON.parse(readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), "utf8"));
}
