import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { changeSetRequest } from "../../src/apply/change-set-request.ts";
import { mostBytes } from "../../src/model/template-limits.ts";
import { boundStack, templateOf } from "../support/stacks.ts";

const write = { kind: "create-change-set", type: "UPDATE", name: "mooring-x-1" } as const;
const words = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.nat(1200).map((length) => '"'.repeat(length)),
  fc.nat(1200).map((length) => "\n\\".repeat(length)),
);

test("no request has a larger template than was foreseen, whatever people write", () => {
  const metadata = fc.constantFrom(
    {},
    { Metadata: {} },
    { Metadata: { "AWS::CloudFormation::Interface": {} } },
  );
  const dependsOn = fc.array(fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/), { maxLength: 20 });
  const stack = fc.record({ about: words, version: words, dependsOn });
  fc.assert(
    fc.property(stack, metadata, words, (given, extra, author) => {
      const to = boundStack({ ...given, template: templateOf("1", extra) });
      const revision = { commit: "0".repeat(40), author, subject: "", isDirty: false };
      const made = changeSetRequest(to, write, { repository: "acme", revision });
      const bytes = made.kind === "request" ? Buffer.byteLength(made.request.template) : made.message;
      expect(bytes).toBeLessThanOrEqual(mostBytes(to));
    }),
  );
});
