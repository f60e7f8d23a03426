import { describe, expect, test } from "@jest/globals";
import type { RecordChange } from "../../src/model/cloud-dns.ts";
import { onScriptedAws } from "./on-scripted-aws.ts";
import type { Script } from "./scripted-aws.ts";

const NS = { name: "dev.acme.example", type: "NS", ttl: 300 };
const CHANGES: readonly RecordChange[] = [
  { action: "delete", record: { ...NS, values: ["ns-1.old.example."] } },
  { action: "create", record: { ...NS, values: ["ns-1.new.example.", "ns-2.new.example."] } },
];

const changed = (script: Script) =>
  onScriptedAws(script, ({ cloud }) => cloud.changeRecords("Z1", CHANGES, "delegates dev.acme.example"));

const refusal = (code: string, message: string, status = 400): ReturnType<Script> => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
});

describe("a change of records", () => {
  test.each([
    [
      "a record that is there already",
      "InvalidChangeBatch",
      "Tried to create resource record set [name='dev.acme.example.', type='NS'] but it already exists",
      "conflict",
    ],
    [
      "a record that is gone",
      "InvalidChangeBatch",
      "Tried to delete resource record set [name='dev.acme.example.', type='NS'] but it was not found",
      "conflict",
    ],
    [
      "a record that says something else now",
      "InvalidChangeBatch",
      "Tried to delete resource record set [name='dev.acme.example.', type='NS'] but the values provided do not match the current values",
      "conflict",
    ],
    [
      "a name outside of the zone",
      "InvalidChangeBatch",
      "RRSet with DNS name dev.acme.example. is not permitted in zone other.example.",
      "rejected",
    ],
    ["a zone that is gone", "NoSuchHostedZone", "No hosted zone found with ID: Z1", "rejected"],
  ])("of %s is refused with %s: %s", async (_title, code, message, kind) => {
    expect(await changed(() => refusal(code, message))).toEqual({ kind, message });
  });

  test("that may not be made names the permission", async () => {
    const denied = changed(() => refusal("AccessDenied", "no", 403));
    await expect(denied).rejects.toMatchObject({
      kind: "denied",
      message: expect.stringContaining("route53:ChangeResourceRecordSets"),
    });
  });
});
