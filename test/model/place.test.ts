import { expect, test } from "@jest/globals";
import { formatPlace } from "../../src/model/place.ts";

test("a place reads as file:line:column", () => {
  expect(formatPlace({ file: "accounts/dev/apps.yaml", line: 7, column: 12 })).toBe(
    "accounts/dev/apps.yaml:7:12",
  );
});
