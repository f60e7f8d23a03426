import { describe, expect, test } from "@jest/globals";
import { KIND_NAMES } from "../../src/manifest/app-kinds.ts";
import { parseText, referencesOf } from "../../src/model/text.ts";
import { exampleFiles, loadExample } from "../support/example.ts";
import { accountOf } from "./fixture.ts";

const loaded = loadExample(await exampleFiles());

describe("examples/environments", () => {
  test("has no problem", () => {
    expect(loaded.problems).toEqual([]);
    expect(loaded.repository).toMatchObject({ name: "acme", heldAccounts: [] });
  });

  test("runs the same apps in three accounts, one after the other", () => {
    const apps = [
      "assets",
      "catalog",
      "catalog-cache",
      "catalog-db",
      "jobs",
      "mailer",
      "orders",
      "recommendations",
      "report",
      "search",
      "storefront",
      "thumbnails",
      "uploads",
    ];
    for (const name of ["dev", "test", "production"]) {
      const account = accountOf(loaded, name);
      expect(account.placements.map(({ app }) => app)).toEqual(apps);
      expect(account).toMatchObject({ zone: `${name}.acme.example`, heldApps: [] });
      expect(account.roles.deployer).toBe(`arn:aws:iam::${account.id}:role/mooring-deployer`);
    }
    expect(loaded.repository?.accounts.map(({ name, after }) => [name, after])).toEqual([
      ["dev", []],
      ["production", ["test"]],
      ["test", ["dev"]],
    ]);
  });

  test("has every kind, every way through the internet, and a registry that is none of the accounts", () => {
    const { accounts } = loaded.repository ?? { accounts: [] };
    const specs = accounts.flatMap(({ placements }) => placements.map(({ spec }) => spec));
    expect(new Set(specs.map(({ kind }) => kind))).toEqual(new Set(KIND_NAMES));
    expect(new Set(accounts.map(({ network }) => network.nat))).toEqual(
      new Set(["none", "single", "per-zone"]),
    );
    const registries = specs.flatMap((spec) => ("image" in spec ? [spec.image.slice(0, 12)] : []));
    expect(accounts.filter(({ id }) => registries.includes(id))).toEqual([]);
  });

  test("brakes nothing, heals test, and leaves alone what on-call changes in production", () => {
    const { accounts } = loaded.repository ?? { accounts: [] };
    expect(accounts.flatMap(({ pauses, windows }) => [...pauses, ...windows])).toEqual([]);
    expect(accounts.filter(({ selfHeal }) => selfHeal).map(({ name }) => name)).toEqual(["test"]);
    const mailer = accountOf(loaded, "production").placements.find(({ app }) => app === "mailer");
    expect(mailer?.ignoreDrift).toMatchObject([{ resource: "Service", property: "/DesiredCount" }]);
    expect(loaded.repository?.schedule.drift).toEqual({ cron: "17 * * * *", timezone: "Europe/Vienna" });
  });

  test("hands the bucket and the CDN of assets to the apps that use them", () => {
    const storefront = accountOf(loaded).placements.find(({ app }) => app === "storefront");
    const spec = storefront?.spec;
    const url = spec?.kind === "Service" ? spec.environment["ASSETS_URL"] : undefined;
    expect(referencesOf(parseText(url ?? ""))).toEqual([{ stack: "assets", output: "Domain" }]);
  });
});
