import { expect, test } from "@jest/globals";
import { readDeployed } from "../../src/report/deployed-version.ts";
import { observed } from "./sample-report.ts";

test.each([
  [
    "acme/shop 2.7.1: commit 0123456789ab by Ann Lee",
    { version: "2.7.1", commit: "0123456789ab", author: "Ann Lee" },
  ],
  [
    "acme/shop 2.7.1: commit 0123456789ab by A\nabout it",
    { version: "2.7.1", commit: "0123456789ab", author: "A" },
  ],
  ["acme/zone: commit 0123456789ab by Ann", { commit: "0123456789ab", author: "Ann" }],
  ["acme/shop 2.7.1", { version: "2.7.1" }],
  ["acme/shop sha256:0f", { version: "sha256:0f" }],
  [
    "acme/shop sha256:0f: commit 0123456789ab by A",
    { version: "sha256:0f", commit: "0123456789ab", author: "A" },
  ],
  ["Somebody else's stack", {}],
  [undefined, {}],
])("the description %j tells %j", (description, deployed) => {
  const { description: _, ...stack } = observed("shop");
  expect(readDeployed(description === undefined ? stack : { ...stack, description })).toEqual(deployed);
});
