import type { DatabaseSpec } from "./repository.ts";

/** An engine as AWS calls it, at some version. */
export interface DatabaseEngine {
  /** `Engine` of RDS. */
  readonly name: "postgres" | "mysql" | "aurora-postgresql" | "aurora-mysql";
  readonly isAurora: boolean;
  /** Whose settings a parameter group holds: `postgres16`, `aurora-mysql8.0`. */
  readonly family: string;
  /** The version says all there is to say; otherwise AWS picks the rest of it. */
  readonly isPinned: boolean;
  /** Logs that RDS hands to CloudWatch. */
  readonly logs: readonly string[];
  /** Settings under which it refuses connections without TLS. */
  readonly tlsOnly: Readonly<Record<string, string>>;
}

/** What an engine is to RDS ("Parameter groups", "Engine versions" of the RDS and Aurora guides). */
export function databaseEngine({ engine, engineVersion }: EngineFields): DatabaseEngine {
  const { name, majorParts, logs, tlsOnly } = ENGINES[engine];
  const parts = engineVersion.split(".");
  return {
    name,
    isAurora: name.startsWith("aurora-"),
    family: `${name}${parts.slice(0, majorParts).join(".")}`,
    isPinned: parts.length > majorParts,
    logs,
    tlsOnly,
  };
}

type EngineFields = Pick<DatabaseSpec, "engine" | "engineVersion">;

/** `majorParts`: how many numbers name a major version, `16` or `8.4`. */
const ENGINES = {
  postgres: {
    name: "postgres",
    majorParts: 1,
    logs: ["postgresql", "upgrade"],
    tlsOnly: { "rds.force_ssl": "1" },
  },
  mysql: { name: "mysql", majorParts: 2, logs: ["error"], tlsOnly: { require_secure_transport: "1" } },
  "aurora-postgres": {
    name: "aurora-postgresql",
    majorParts: 1,
    logs: ["postgresql"],
    tlsOnly: { "rds.force_ssl": "1" },
  },
  "aurora-mysql": {
    name: "aurora-mysql",
    majorParts: 2,
    logs: ["error"],
    tlsOnly: { require_secure_transport: "ON" },
  },
} as const;
