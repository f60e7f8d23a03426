import { describe, expect, test } from "@jest/globals";
import { liveLines, type LiveAccount } from "../../src/report/live-lines.ts";
import { palette } from "../../src/report/palette.ts";
import { account, steps } from "./sample-report.ts";

const frame = { now: 192_000, startedAt: 0, columns: 100, rows: 60 };
const plain = palette(false);

const event = (logicalId: string, status: string, reason?: string) => ({
  id: `${logicalId}-${status}`,
  at: 0,
  logicalId,
  type: "AWS::EC2::VPC",
  status,
  isFailure: reason !== undefined,
  ...(reason === undefined ? {} : { reason }),
});

const accounts: readonly LiveAccount[] = [
  {
    account: "production",
    last: { report: account(steps).last, standing: "moving" },
    events: {
      network: [
        event("acme-network", "UPDATE_IN_PROGRESS"),
        event("Vpc", "CREATE_IN_PROGRESS"),
        event("Vpc", "CREATE_COMPLETE"),
        event("Subnet", "CREATE_FAILED", "no more\naddresses"),
        { ...event("Nat", "CREATE_IN_PROGRESS"), isRunning: true },
        event("Routes", "CREATE_COMPLETE"),
      ],
    },
    movingSince: { network: 100_000 },
  },
  { account: "staging", events: {}, movingSince: {} },
];

describe("the picture of a running sync", () => {
  test("an account is a line, a stack a line, and below what moves the events that matter most", () => {
    expect(liveLines(accounts, frame, plain)).toEqual([
      "production  1 in sync, 1 in flight, 2 to create, 1 to update, 1 to delete, 1 held, 2 refused",
      "  = zone",
      "  … network     CloudFormation is at work on it (UPDATE_IN_PROGRESS)  1m 32s",
      "      Subnet (AWS::EC2::VPC) CREATE_FAILED: no more\\naddresses",
      "      Nat (AWS::EC2::VPC) CREATE_IN_PROGRESS",
      "      Routes (AWS::EC2::VPC) CREATE_COMPLETE",
      "  + mailer      not deployed yet",
      "  + search      waits for network, which is being updated",
      "  ~ storefront  the template differs from what is deployed",
      "  ! catalog-db  Database (AWS::RDS::DBInstance) would be replaced and its data deleted",
      "  ! orders      this content failed here before: Service (AWS::ECS::Service): the circuit breaker …",
      "  ! report      its manifest has a problem",
      "  - old         the repository no longer mentions it",
      "staging  waits for its turn",
      "3m 12s",
    ]);
  });

  test("a settled account is one line", () => {
    const settled: LiveAccount = {
      ...accounts[0]!,
      last: { report: account(steps).last, standing: "settled" },
    };
    expect(liveLines([settled], frame, plain)).toHaveLength(2);
  });

  test.each([30, 14, 13, 11, 8, 4, 2])("it fits a terminal of %d rows and keeps the accounts", (rows) => {
    const lines = liveLines(accounts, { ...frame, rows }, plain);
    expect(lines.length).toBeLessThanOrEqual(Math.max(3, rows - 1));
    expect(lines[0]).toMatch(/^production/);
  });

  test("with more accounts than rows, the rest is counted", () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ ...accounts[1]!, account: `a${index}` }));
    const lines = liveLines(many, { ...frame, rows: 11 }, plain);
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe("… 42 more accounts");
  });

  test("no line is wider than the terminal", () => {
    const lines = liveLines(accounts, { ...frame, columns: 40 }, plain);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
  });
});
