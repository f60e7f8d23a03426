import { describe, expect, test } from "@jest/globals";
import { driftJson } from "../../src/report/drift-json.ts";
import { driftMarkdown } from "../../src/report/drift-markdown.ts";
import { hasDrift, isUnsure, type DriftReport, type DriftView } from "../../src/report/drift-report.ts";
import { driftText } from "../../src/report/drift-text.ts";
import { accountDriftOf, driftedProperty } from "../support/drift.ts";
import { driftSchemaErrors } from "../support/drift-schema.ts";

const EVIL = "x\u001b[31m\n</td>|`@team` ![](https://evil.example)";

function view(given: Partial<DriftView> = {}): DriftView {
  return { ...accountDriftOf(), id: "111111111111", region: "eu-west-1", ...given };
}

function reportOf(...accounts: readonly DriftView[]): DriftReport {
  return { repository: "acme", problems: [], heldAccounts: [], accounts };
}

const gone = driftedProperty({
  resource: "Alarm",
  type: "AWS::CloudWatch::Alarm",
  property: "",
  expected: "alarm-1",
});
const { actual: _actual, ...goneWhole } = gone;
const stray = driftedProperty({
  layer: "dns",
  app: "zone",
  resource: "old.acme.example CNAME",
  property: "",
  actual: "x.example",
});
const { expected: _expected, ...strayWhole } = stray;

const full = reportOf(
  view({
    properties: [driftedProperty(), goneWhole, strayWhole],
    ignored: [{ property: driftedProperty({ property: "/Tags/0" }), because: "a tag that AWS itself sets" }],
    unknown: [
      {
        app: "catalog",
        stack: "acme-catalog",
        resource: "Role",
        type: "AWS::IAM::Role",
        why: "no permission",
      },
    ],
  }),
  view({ account: "other", failure: { message: "Rate exceeded", remedy: "wait", mayRetry: true } }),
);

describe("drift as text", () => {
  test("names what is expected and what is, what is gone, what is stray, and what to do about each layer", () => {
    const text = driftText(full, { colour: false, isVerbose: false });
    expect(text).toContain(
      "~ storefront  LogGroup (AWS::Logs::LogGroup)\n      /RetentionInDays: expected 30, is 1\n",
    );
    expect(text).toContain("is gone; expected alarm-1");
    expect(text).toContain("is declared nowhere: x.example");
    expect(text).toContain("? catalog  Role  not known: no permission");
    expect(text).toContain("Rate exceeded");
    expect(text).toContain("→ resource: ");
    expect(text).toContain("→ dns: ");
    expect(text).toContain(
      "3 differences on 3 resources: 6 stacks in 2 accounts, 1 unknown, 1 ignored, 1 account not read to the end.",
    );
    expect(text).not.toContain("/Tags/0");
  });

  test("tells with --verbose what is ignored, and since when", () => {
    const text = driftText(full, { colour: false, isVerbose: true });
    expect(text).toContain("LogGroup /Tags/0: ignored, a tag that AWS itself sets");
    expect(text).toContain("since 2026-01-02 00:00:00Z");
  });

  test("of a resource as a whole needs no name of a property", () => {
    const moved = driftedProperty({
      property: "",
      expected: "mailer:1 is sha256:b",
      actual: "mailer:1 is sha256:a",
    });
    expect(driftText(reportOf(view({ properties: [moved] })), { colour: false, isVerbose: false })).toContain(
      "\n      expected mailer:1 is sha256:b, is mailer:1 is sha256:a\n",
    );
  });

  test("of an account without any says so", () => {
    const text = driftText(reportOf(view()), { colour: false, isVerbose: false });
    expect(text).toContain("test  111111111111 eu-west-1\n  no drift\n");
    expect(text).toContain("No drift: 3 stacks in 1 account.");
  });

  test("does not say that there is none where not everything was looked at", () => {
    const failed = view({ stacks: 0, failure: { message: "No credentials", mayRetry: false } });
    const text = driftText(
      { ...reportOf(view(), failed), heldAccounts: ["broken"] },
      { colour: false, isVerbose: false },
    );
    expect(text).toContain(
      "No drift found: 3 stacks in 2 accounts, 1 account not read to the end, 1 account held.",
    );
  });
});

describe("values from outside", () => {
  const evil = reportOf(
    view({
      properties: [driftedProperty({ actual: EVIL, resource: EVIL, property: `/${EVIL}` })],
      unknown: [{ app: EVIL, stack: EVIL, why: EVIL }],
    }),
  );

  test("do nothing to a terminal", () => {
    const text = driftText(evil, { colour: false, isVerbose: true });
    expect(text).not.toContain("\u001b");
    expect(text.split("\n").filter((line) => line.startsWith("</td>"))).toEqual([]);
  });

  test("are no markup in Markdown", () => {
    const text = driftMarkdown(evil);
    expect(text).not.toContain("\u001b");
    const rows = text.split("\n").filter((line) => line.startsWith("| `"));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.replaceAll("\\|", "").split("|")).toHaveLength(7);
    expect(text).toContain(String.raw`&lt;/td&gt;\|`);
  });

  test("are plain ASCII in JSON", () => {
    expect(driftJson(evil)).toMatch(/^[\n\u0020-\u007e]*$/);
  });
});

describe("drift as Markdown", () => {
  test("is cut at a line where it does not fit into a comment, and says so", () => {
    const properties = Array.from({ length: 500 }, (_none, index) =>
      driftedProperty({ resource: `R${index}` }),
    );
    const text = driftMarkdown(reportOf(view({ properties })), 5000);
    expect(text.length).toBeLessThanOrEqual(5000);
    expect(text).toContain("The rest did not fit into a comment");
  });
});

describe("drift as JSON", () => {
  test.each<[string, DriftReport]>([
    ["full of it", full],
    ["without any", reportOf(view())],
    ["of a repository that cannot be read", { problems: [], heldAccounts: ["dev"], accounts: [] }],
  ])("keeps to its schema: %s", (_what, report) => {
    expect(driftSchemaErrors(JSON.parse(driftJson(report)))).toEqual([]);
  });
});

describe("what a report amounts to", () => {
  test.each<[string, DriftReport, { drift: boolean; unsure: boolean }]>([
    ["nothing", reportOf(view()), { drift: false, unsure: false }],
    ["a difference", reportOf(view({ properties: [driftedProperty()] })), { drift: true, unsure: false }],
    [
      "what is ignored",
      reportOf(view({ ignored: [{ property: driftedProperty(), because: "known" }] })),
      { drift: false, unsure: false },
    ],
    [
      "what is unknown",
      reportOf(view({ unknown: [{ app: "a", stack: "s", why: "busy" }] })),
      { drift: false, unsure: true },
    ],
    [
      "a failure",
      reportOf(view({ failure: { message: "no", mayRetry: true } })),
      { drift: false, unsure: true },
    ],
    ["a held account", { ...reportOf(view()), heldAccounts: ["dev"] }, { drift: false, unsure: true }],
    [
      "an unreadable repository",
      { problems: [], heldAccounts: [], accounts: [] },
      { drift: false, unsure: true },
    ],
  ])("%s", (_what, report, expected) => {
    expect({ drift: hasDrift(report), unsure: isUnsure(report) }).toEqual(expected);
  });
});
