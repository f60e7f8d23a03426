import { describe, expect, test } from "@jest/globals";
import { problemsWith, type Files } from "./fixture.ts";

const AURORA = 'kind: Database\nengine: aurora-postgres\nengineVersion: "17.7"\n';

/** Two databases beside each other. */
function databases(readers: number): Files {
  return {
    "apps/catalog.yaml": `${AURORA}readers: ${readers}\n`,
    "apps/catalog-reader.yaml": AURORA,
    "accounts/dev/apps.yaml": "web: 1.0.0\ncatalog: {}\ncatalog-reader: {}\n",
  };
}

describe("the name of a database's readers", () => {
  test("that is another database's own is told where the readers are asked for", () => {
    expect(problemsWith(databases(1))).toEqual([
      "apps/catalog.yaml:4:10 catalog-reader.dev.acme.example is the name of the database catalog-reader already (accounts/dev/apps.yaml:3:1) → give this app another name there",
    ]);
  });

  test("is nobody's where there are none", () => {
    expect(problemsWith(databases(0))).toEqual([]);
  });
});
