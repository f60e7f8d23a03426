import { expect, test } from "@jest/globals";
import { ownershipTags, readOwnership, stackName } from "../../src/model/ownership.ts";

const owner = { repository: "acme", account: "production", app: "storefront" };

test("the tags of a stack tell its owner", () => {
  expect(readOwnership(ownershipTags(owner))).toEqual(owner);
  expect(readOwnership({ ...ownershipTags(owner), team: "shop" })).toEqual(owner);
});

test.each(Object.keys(ownershipTags(owner)))("a stack without the tag %s is nobody's", (missing) => {
  const tags = Object.fromEntries(Object.entries(ownershipTags(owner)).filter(([key]) => key !== missing));
  expect(readOwnership(tags)).toBeUndefined();
});

test("a stack is named after repository and app", () => {
  expect(stackName("acme", "storefront")).toBe("acme-storefront");
});
