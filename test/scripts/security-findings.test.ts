import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";

interface Finding {
  readonly check: string;
  readonly name: string;
  readonly type: string;
  readonly id: string;
  readonly template: string;
}

interface Excuse {
  readonly check: string;
  readonly type: string;
  readonly templates?: string;
  readonly reason: string;
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly excuses: readonly Excuse[];
}

const here = (path: string): URL => new URL(`../../scripts/${path}`, import.meta.url);
const { findingsIn, unexcused } = (await import(here("security-findings.js").href)) as {
  readonly findingsIn: (output: string) => readonly Finding[];
  readonly unexcused: (findings: readonly Finding[], excuses: readonly Excuse[]) => Judged;
};

const open: Finding = {
  check: "CKV_AWS_21",
  name: "Ensure the S3 bucket has versioning enabled",
  type: "AWS::S3::Bucket",
  id: "Bucket",
  template: "lint-bucket-unversioned",
};
const meant: Excuse = { check: "CKV_AWS_21", type: "AWS::S3::Bucket", reason: "meant" };

describe("a finding of checkov", () => {
  test("is read from its output", () => {
    const failed = {
      check_id: open.check,
      check_name: open.name,
      resource: "AWS::S3::Bucket.Bucket",
      file_path: "/lint-bucket-unversioned.json",
    };
    const summary = { parsing_errors: 0, resource_count: 1 };
    expect(findingsIn(JSON.stringify({ results: { failed_checks: [failed] }, summary }))).toEqual([open]);
  });

  test.each([
    { parsing_errors: 1, resource_count: 1 },
    { parsing_errors: 0, resource_count: 0 },
  ])("is not taken for absent where checkov read too little: %j", (summary) => {
    const output = JSON.stringify({ results: { failed_checks: [], parsing_errors: [] }, summary });
    expect(() => findingsIn(output)).toThrow(/could not read/);
  });

  test("without an excuse stays", () => {
    expect(unexcused([open], []).findings).toEqual([open]);
  });

  test("of another check, on another type or in another template than an excuse speaks of stays", () => {
    const others: readonly Excuse[] = [
      { ...meant, check: "CKV_AWS_18" },
      { ...meant, type: "AWS::S3::BucketPolicy" },
      { ...meant, templates: "lint-bucket" },
    ];
    expect(unexcused([open], others)).toEqual({ findings: [open], excuses: others });
  });

  test("with an excuse goes", () => {
    expect(unexcused([open], [{ ...meant, templates: "lint-bucket-.*" }])).toEqual({
      findings: [],
      excuses: [],
    });
  });
});

test("an excuse that excuses nothing any more is told", () => {
  expect(unexcused([], [meant]).excuses).toEqual([meant]);
});

test("every excuse has a reason, and stands once and in order", () => {
  const excuses = JSON.parse(readFileSync(here("security-excuses.json"), "utf8")) as readonly Excuse[];
  const keys = excuses.map(({ check, type }) => `${check} ${type}`);
  expect(keys).toEqual([...new Set(keys)].toSorted());
  expect(excuses.filter(({ reason }) => reason.length < 20)).toEqual([]);
});
