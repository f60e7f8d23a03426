import { describe, expect, test } from "@jest/globals";
import type { Use } from "../../src/model/use.ts";
import { aBucket, aCache, aDatabase, aQueue, aUse, aWorker, placedUsing } from "../support/placements.ts";
import { propertiesOf } from "../support/template-targets.ts";

const database = aUse("catalog-db", aDatabase());
const cache = aUse("sessions", aCache());
const bucket = aUse("uploads", aBucket());
const queue = aUse("jobs", aQueue());

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly unknown[];
}

function granted(uses: readonly Use[], role = "TaskRole"): readonly Statement[] {
  const { Policies = [] } = propertiesOf(placedUsing(aWorker(), uses), role) as unknown as {
    Policies?: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
  };
  return Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

describe("the permissions of a user", () => {
  const arn = { Ref: "UploadsBucketArn" };
  const objects = { "Fn::Join": ["/", [arn, "*"]] };
  const jobs = { Ref: "JobsQueueArn" };
  const consume = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage"];
  const find = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"];
  test.each<[string, Use, readonly Partial<Statement>[]]>([
    [
      "reading a bucket",
      { ...bucket, access: "read" },
      [
        { Action: ["s3:GetBucketLocation", "s3:ListBucket"], Resource: [arn] },
        { Action: ["s3:GetObject"], Resource: [objects] },
      ],
    ],
    [
      "writing a bucket",
      { ...bucket, access: "write" },
      [
        { Action: ["s3:GetBucketLocation", "s3:ListBucketMultipartUploads"], Resource: [arn] },
        {
          Action: [
            "s3:AbortMultipartUpload",
            "s3:DeleteObject",
            "s3:ListMultipartUploadParts",
            "s3:PutObject",
          ],
          Resource: [objects],
        },
      ],
    ],
    [
      "receiving",
      { ...queue, access: "read" },
      [{ Action: [...consume, ...find, "sqs:ReceiveMessage"], Resource: [jobs] }],
    ],
    ["sending", { ...queue, access: "write" }, [{ Action: [...find, "sqs:SendMessage"], Resource: [jobs] }]],
    [
      "both with a queue",
      queue,
      [{ Action: [...consume, ...find, "sqs:ReceiveMessage", "sqs:SendMessage"], Resource: [jobs] }],
    ],
    ["a database, whose secret ECS gives", database, []],
    [
      "a database whose password changes",
      aUse("catalog-db", aDatabase({ rotateDays: 30 })),
      [{ Action: ["secretsmanager:GetSecretValue"], Resource: [{ Ref: "CatalogDbSecretArn" }] }],
    ],
    ["a cache", cache, []],
  ])("for %s are no more than that", (_, use, statements) => {
    expect(granted([use])).toMatchObject(statements);
    expect(granted([use])).toHaveLength(statements.length);
  });

  test("for many of one kind are one statement, within what a role may hold", () => {
    const uses = Array.from({ length: 50 }, (_, index) =>
      aUse(`a-rather-long-name-of-a-bucket-${index}`, aBucket()),
    );
    const statements = granted(uses);
    expect(statements).toHaveLength(2);
    expect(statements.map(({ Resource }) => Resource.length)).toEqual([50, 50]);
  });

  test("let ECS read the secrets of databases, and nothing else of what is used", () => {
    const secrets = granted([database, bucket, queue, cache], "ExecutionRole").filter(({ Action }) =>
      Action.some((action) => action.startsWith("secretsmanager:")),
    );
    expect(secrets).toMatchObject([
      { Action: ["secretsmanager:GetSecretValue"], Resource: [{ Ref: "CatalogDbSecretArn" }] },
    ]);
    const without = granted([bucket, queue, cache], "ExecutionRole");
    expect(without).toEqual(granted([], "ExecutionRole"));
  });
});
