import type { DataSpec } from "./repository.ts";

/** A database, cache, bucket or queue of the same account that an app uses. */
export interface Use {
  /** Name of the app that is used. */
  readonly app: string;
  readonly spec: DataSpec;
  /** What is granted on a bucket or a queue; on a database or cache the network path and its secret are all there is. */
  readonly access: "read" | "write" | "both";
  /** Environment variables that the user gets, by what they hold: every fact that `factsOfUse` knows of. */
  readonly names: Readonly<Record<string, string>>;
}

/** One thing that a user of an app learns in an environment variable. */
export interface UseFact {
  /** What it holds, as `names` of a `uses` entry calls it: `HOST`. */
  readonly fact: string;
  /** Secrets are read by ECS when a task starts, and never stand in a template. */
  readonly as: "environment" | "secret";
  /** Output of the used app's stack that it comes from. */
  readonly output: string;
  /** Of a secret that is JSON, the member that counts. */
  readonly key?: string;
  /** Stands before and after the output's value. */
  readonly before?: string;
  readonly after?: string;
}

/** Everything that a user of an app learns; documented in the guides, so never renamed. */
export function factsOfUse(spec: DataSpec): readonly UseFact[] {
  switch (spec.kind) {
    case "Database":
      return spec.engine.startsWith("aurora-") && spec.readers > 0 ? [...DATABASE, READER] : DATABASE;
    case "Cache":
      return CACHE;
    case "Bucket":
      return BUCKET;
    case "Queue":
      return QUEUE;
  }
}

/** `HOST` is AWS's own name: the certificate that clients check is made out to it. */
const DATABASE: readonly UseFact[] = [
  { fact: "HOST", as: "environment", output: "Host" },
  { fact: "PORT", as: "environment", output: "Port" },
  { fact: "NAME", as: "environment", output: "DatabaseName" },
  { fact: "SECRET_ARN", as: "environment", output: "SecretArn" },
  { fact: "SECRET", as: "secret", output: "SecretArn" },
  { fact: "USERNAME", as: "secret", output: "SecretArn", key: "username" },
  { fact: "PASSWORD", as: "secret", output: "SecretArn", key: "password" },
];

const READER: UseFact = { fact: "READER_HOST", as: "environment", output: "ReaderHost" };

const CACHE: readonly UseFact[] = [
  { fact: "HOST", as: "environment", output: "Host" },
  { fact: "PORT", as: "environment", output: "Port" },
  { fact: "READER_HOST", as: "environment", output: "ReaderHost" },
  { fact: "READER_PORT", as: "environment", output: "ReaderPort" },
];

const BUCKET: readonly UseFact[] = [{ fact: "BUCKET", as: "environment", output: "BucketName" }];

const QUEUE: readonly UseFact[] = [
  { fact: "QUEUE_URL", as: "environment", output: "QueueUrl" },
  { fact: "QUEUE_NAME", as: "environment", output: "QueueName" },
];
