import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  changeSetName,
  isPreviewChangeSet,
  parseChangeSetName,
  previewChangeSetName,
} from "../../src/model/change-set-name.ts";

const content = {
  digest: fc.stringMatching(/^[0-9a-f]{40}$/),
  attempt: fc.integer({ min: 1, max: 999_999 }),
};
const heal = fc.record({
  differences: fc.stringMatching(/^[0-9a-f]{12}$/),
  survey: fc.integer({ min: 0, max: 999_999_999_999_999 }),
});
const identity = fc.oneof(fc.record(content), fc.record({ ...content, heal }));

test("a name tells its digest and attempt", () => {
  fc.assert(fc.property(identity, (id) => expect(parseChangeSetName(changeSetName(id))).toEqual(id)));
});

test("a name is one that CloudFormation takes, as a change set name and as a token", () => {
  fc.assert(
    fc.property(identity, (id) => expect(changeSetName(id)).toMatch(/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/)),
  );
});

test.each([
  "",
  "mooring-",
  "cdk-deploy-change-set",
  "mooring-abc-1",
  `mooring-${"a".repeat(40)}-0`,
  `mooring-${"a".repeat(40)}-1x`,
  `mooring-${"a".repeat(40)}-1-heal-`,
  `mooring-${"a".repeat(40)}-1-heal-${"b".repeat(12)}`,
])("%j is not one of ours", (name) => {
  expect(parseChangeSetName(name)).toBeUndefined();
});

test("a preview is never mistaken for a change set to execute", () => {
  const name = previewChangeSetName("a".repeat(40));
  expect(isPreviewChangeSet(name)).toBe(true);
  expect(parseChangeSetName(name)).toBeUndefined();
  expect(isPreviewChangeSet(changeSetName({ digest: "a".repeat(40), attempt: 1 }))).toBe(false);
});
