import { databaseEngine } from "../model/database-engine.ts";
import type { DatabaseSpec } from "../model/repository.ts";
import { parseText } from "../model/text.ts";
import { textValue, type Resource } from "./template.ts";

/**
 * The settings of an engine. A database has its own from the beginning: RDS restarts one that changes from one group to
 * another. Without a setting that says otherwise, connections have to use TLS.
 */
export function parameterGroup(
  type: "AWS::RDS::DBParameterGroup" | "AWS::RDS::DBClusterParameterGroup",
  { app, spec }: { readonly app: string; readonly spec: DatabaseSpec },
): Resource {
  const { family, tlsOnly } = databaseEngine(spec);
  const written = Object.entries(spec.parameters).map(([name, value]) => [name, textValue(parseText(value))]);
  return {
    Type: type,
    Properties: {
      Description: `Database ${app}`,
      Family: family,
      Parameters: { ...tlsOnly, ...Object.fromEntries(written) },
    },
  };
}
