import { describe, expect, test } from "@jest/globals";
import { COMMENT_LIMIT, planMarkdown } from "../../src/report/plan-markdown.ts";
import { golden } from "../support/golden.ts";
import { account, allowed, bound, change, observed, property, report, steps } from "./sample-report.ts";

function update(app: string, properties: number, reason = "the template differs") {
  return allowed({
    kind: "update",
    app,
    stack: `acme-${app}`,
    reason,
    from: observed(app),
    to: bound(app),
    write: { kind: "create-change-set", type: "UPDATE", name: "n" },
    changes: [
      change("Service", "AWS::ECS::Service", {
        properties: Array.from({ length: properties }, (_, index) =>
          property(`P${index}`, "a".repeat(90), "b"),
        ),
      }),
    ],
  });
}

function keep(app: string) {
  return allowed({ kind: "keep", app, stack: `acme-${app}`, reason: "in sync", from: observed(app) });
}

describe("a plan as a comment on a pull request", () => {
  test("a day with a bit of everything reads like the kept text", () => {
    const text = planMarkdown(report);
    expect(text).toBe(golden(new URL("golden/plan.md", import.meta.url), text));
  });

  test("a plan of any size fits into a comment: stacks in sync go first, then property values, then resources", () => {
    const many = [...Array.from({ length: 300 }, (_, i) => keep(`keep${i}`)), ...steps];
    const sized = (properties: number, stacks: number) =>
      planMarkdown({
        ...report,
        accounts: [
          account([...many, ...Array.from({ length: stacks }, (_, i) => update(`app${i}`, properties))]),
        ],
      });
    expect(sized(0, 100)).toContain("keep299");

    const withoutKeeps = sized(3, 120);
    expect(withoutKeeps).not.toContain("keep299");
    expect(withoutKeeps).toContain("P2");
    expect(withoutKeeps).toContain("Left out, to fit into a comment: stacks in sync._".replace("._", "."));

    const withoutProperties = sized(20, 200);
    expect(withoutProperties).not.toContain("P2");
    expect(withoutProperties).toContain("Service (AWS::ECS::Service)");

    const withoutResources = sized(20, 600);
    expect(withoutResources).not.toContain("<details>");
    expect(withoutResources).toContain("app599");

    const cut = sized(1, 5000);
    expect(cut).toContain("The rest did not fit into a comment.");
    for (const text of [withoutKeeps, withoutProperties, withoutResources, cut]) {
      expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
      expect(text).toContain("**DATA LOSS**");
    }
  });

  test("text from outside stays text: no markup, HTML, mention, link, table cell or end of a fence", () => {
    const hostile =
      "| `x` </details><script>alert(1)</script> @acme/admins #12 ![i](http://e.vil) www.e.vil **b** ```\n```\n# h";
    const text = planMarkdown({
      ...report,
      repository: hostile,
      problems: [
        {
          place: { file: hostile, line: 1, column: 1 },
          message: hostile,
          remedy: hostile,
          holds: { kind: "repository" },
        },
      ],
      accounts: [
        account([
          {
            ...update(hostile, 0, hostile),
            step: {
              ...update(hostile, 0, hostile).step,
              changes: [
                change(hostile, hostile, {
                  properties: [property(hostile, hostile, `${hostile}\n${hostile}`)],
                }),
              ],
            } as never,
            refusals: [{ rule: "prune", why: hostile, allowBy: hostile }],
            losses: [hostile],
          },
        ]),
      ],
    });
    const outsideOfCode = text
      .replace(/^(`{3,})diff\n[^]*?\n\1$/gm, "")
      .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
    expect(outsideOfCode).not.toMatch(/<(?!\/?(details|summary)>)/);
    expect(outsideOfCode).not.toMatch(/@acme|#12|http:\/\/|www\.e/);
    expect(outsideOfCode).not.toContain("**b**");
    expect(outsideOfCode.match(/<\/?details>/g)).toHaveLength(2);
    const rows = text.split("\n").filter((line) => line.startsWith("| "));
    for (const row of rows) expect(row.replaceAll("\\|", "").match(/\|/g)).toHaveLength(5);
  });
});
