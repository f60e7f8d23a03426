import { describe, expect, test } from "@jest/globals";
import type { Finding } from "../../src/model/preflight.ts";
import { verifyJson } from "../../src/report/verify-json.ts";
import { hasFailedVerification, type VerifyReport } from "../../src/report/verify-report.ts";
import { verifyText } from "../../src/report/verify-text.ts";
import { verifySchemaErrors } from "../support/verify-schema.ts";

const place = { file: "accounts/dev/apps.yaml", line: 3, column: 1 };
const good: Finding = {
  app: "storefront",
  place,
  check: "image",
  subject: "acme/storefront:2.7.1 (x86_64)",
  ruling: { state: "good", note: "sha256:01" },
};
const failed: Finding = {
  app: "mailer",
  place,
  check: "parameter",
  subject: "/mailer/token",
  ruling: { state: "failed", why: "there is no parameter /mailer/token\u001b[31m", remedy: "put it there" },
};
const unknown: Finding = {
  app: "mailer",
  place,
  check: "secret",
  subject: "mailer/key",
  ruling: { state: "unknown", why: "not authorized" },
};

function reportOf(findings: readonly Finding[], given: Partial<VerifyReport> = {}): VerifyReport {
  const account = {
    account: "dev",
    id: "222222222222",
    region: "eu-west-1",
    findings,
    calls: { DescribeStacks: 1 },
  };
  return { repository: "acme", problems: [], heldAccounts: [], accounts: [account], ...given };
}

describe("the text of a verification", () => {
  test("has a line for every check, what to do about a failed one, and the sum", () => {
    expect(verifyText(reportOf([good, failed, unknown]), { colour: false })).toBe(`acme, not under git

dev  222222222222 eu-west-1
  = storefront  image      acme/storefront:2.7.1 (x86_64)  sha256:01
  ! mailer      parameter  there is no parameter /mailer/token\\u{1b}[31m
      → put it there (accounts/dev/apps.yaml:3:1)
  ? mailer      secret     mailer/key  not known: not authorized

3 checks in 1 account: 1 good, 1 failed, 1 not known.
`);
  });

  test("says which accounts could not be asked, and which were not", () => {
    const failure = { message: "no route to AWS", remedy: "Check the network.", mayRetry: true };
    const report = reportOf([]);
    const accounts = report.accounts.map((account) => ({ ...account, failure }));
    const text = verifyText({ ...report, accounts, heldAccounts: ["test"] }, { colour: false });
    expect(text).toContain("no route to AWS");
    expect(text).toContain("test\n  ! held: its manifest has problems");
    expect(text).toContain("0 checks in 1 account: 0 good, 1 account not asked to the end, 1 account held.");
  });

  test("of a repository that cannot be read says so", () => {
    const { repository: _repository, ...unread } = reportOf([], { accounts: [] });
    expect(verifyText(unread, { colour: false })).toContain("The repository cannot be read");
  });
});

test("the JSON form says the same, keeps to its schema and is plain ASCII", () => {
  const json = verifyJson(reportOf([good, failed, unknown]));
  expect(json).not.toMatch(/[^\n -~]/);
  expect(verifySchemaErrors(JSON.parse(json))).toEqual([]);
  expect(JSON.parse(json)).toMatchObject({
    summary: { good: 1, failed: 1, unknown: 1 },
    accounts: [
      {
        name: "dev",
        findings: [
          { app: "storefront", state: "good", note: "sha256:01" },
          { check: "parameter", state: "failed", remedy: "put it there", place },
          { state: "unknown", why: "not authorized" },
        ],
      },
    ],
  });
});

describe("a verification", () => {
  test("has not failed for what AWS would not say", () => {
    expect(hasFailedVerification(reportOf([good, unknown]))).toBe(false);
  });

  test.each([
    ["a check failed", reportOf([good, failed])],
    ["an account is held", reportOf([good], { heldAccounts: ["test"] })],
    [
      "an account could not be asked",
      reportOf([], {
        accounts: [
          {
            account: "dev",
            id: "222222222222",
            region: "eu-west-1",
            findings: [],
            calls: {},
            failure: { message: "no route", mayRetry: true },
          },
        ],
      }),
    ],
  ])("has failed when %s", (_what, report) => {
    expect(hasFailedVerification(report)).toBe(true);
  });
});
