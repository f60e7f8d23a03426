import { ListHostedZonesCommand } from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { stockSandbox } from "../../src/cli/stock-sandbox.ts";
import type { Account, Repository } from "../../src/model/repository.ts";
import { anAccount } from "../support/placements.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.close());

const tools = "111111111111";

function repositoryOf(...accounts: readonly Account[]): Repository {
  const daily = { cron: "0 0 * * *", timezone: "UTC" };
  return { name: "acme", accounts, heldAccounts: [], schedule: { sync: daily, drift: daily } };
}

function below(name: string, parent: string, of: string): Account {
  const site = { name: of, id: of, region: "eu-west-1", roles: {} };
  return anAccount({ name, zone: `${name}.${parent}`, delegation: { parent, adopt: false, site } });
}

async function zonesOf(account: string): Promise<readonly (string | undefined)[]> {
  const { HostedZones = [] } = await sandbox.route53({ account }).send(new ListHostedZonesCommand({}));
  return HostedZones.map(({ Name }) => Name);
}

describe("an embedded sandbox", () => {
  test("gets the zone above the accounts' own, once, however often it is asked for", async () => {
    const repository = repositoryOf(
      below("dev", "acme.example", tools),
      below("test", "acme.example", tools),
    );
    await stockSandbox(sandbox.url, repository);
    await stockSandbox(sandbox.url, repository);
    expect(await zonesOf(tools)).toEqual(["acme.example."]);
  });

  test("gets no zone in an account of the repository: there Mooring makes it", async () => {
    const shared = anAccount({ name: "shared", id: tools, zone: "acme.example" });
    await stockSandbox(sandbox.url, repositoryOf(shared, below("dev", "acme.example", tools)));
    expect(await zonesOf(tools)).toEqual([]);
  });
});
