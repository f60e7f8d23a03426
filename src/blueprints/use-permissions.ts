import { factsOfUse, type Use } from "../model/use.ts";
import type { Statement } from "./statement.ts";
import { join, type Value } from "./template.ts";
import { outputOfUse } from "./uses.ts";

/** What the app itself may do with what it uses: no more than was asked for. */
export function grantsOfUses(uses: readonly Use[]): readonly Statement[] {
  return gathered(uses.flatMap(grants));
}

/** What ECS has to read before it can start a task of a user: the secrets that stand in its variables. */
export function secretGrantsOfUses(uses: readonly Use[]): readonly Statement[] {
  const arns = uses.flatMap((use) => secretOutputs(use).map((name) => outputOfUse(use, name)));
  return arns.length === 0 ? [] : [{ actions: READ_SECRET, resources: arns }];
}

const READ_SECRET = ["secretsmanager:GetSecretValue"];

function secretOutputs({ spec }: Use): readonly string[] {
  return [
    ...new Set(
      factsOfUse(spec)
        .filter(({ as }) => as === "secret")
        .map(({ output }) => output),
    ),
  ];
}

/** Statements with the same actions are one: the policies of a role are limited in size, and many buckets are many words. */
function gathered(statements: readonly Statement[]): readonly Statement[] {
  const byActions = new Map<string, Statement>();
  for (const { actions, resources } of statements) {
    const same = byActions.get(actions.join());
    byActions.set(actions.join(), { actions, resources: [...(same?.resources ?? []), ...resources] });
  }
  return [...byActions.values()];
}

function grants(use: Use): readonly Statement[] {
  const { spec } = use;
  switch (spec.kind) {
    case "Database":
      return spec.rotateDays === undefined ? [] : rotatedSecret(use);
    case "Cache":
      return [];
    case "Bucket":
      return bucketGrants(use);
    case "Queue":
      return queueGrants(use);
  }
}

/** A password that changes has to be read again by who runs for longer than it holds. */
function rotatedSecret(use: Use): readonly Statement[] {
  return [{ actions: READ_SECRET, resources: [outputOfUse(use, "SecretArn")] }];
}

interface Actions {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/** Without `ListBucket` an object that is not there would be one that is forbidden ("GetObject" in the S3 API reference). */
const ON_BUCKET: Actions = {
  read: ["s3:GetBucketLocation", "s3:ListBucket"],
  write: ["s3:GetBucketLocation", "s3:ListBucketMultipartUploads"],
};

const ON_OBJECTS: Actions = {
  read: ["s3:GetObject"],
  write: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
};

const ON_QUEUE: Actions = {
  read: [
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ReceiveMessage",
  ],
  write: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
};

function bucketGrants(use: Use): readonly Statement[] {
  const bucket = outputOfUse(use, "BucketArn");
  return [allow(use, ON_BUCKET, bucket), allow(use, ON_OBJECTS, join("/", [bucket, "*"]))];
}

function queueGrants(use: Use): readonly Statement[] {
  return [allow(use, ON_QUEUE, outputOfUse(use, "QueueArn"))];
}

function allow({ access }: Use, { read, write }: Actions, resource: Value): Statement {
  const actions = access === "both" ? [...new Set([...read, ...write])].toSorted() : { read, write }[access];
  return { actions, resources: [resource] };
}
