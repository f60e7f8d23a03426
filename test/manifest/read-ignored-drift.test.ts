import { describe, expect, test } from "@jest/globals";
import { accountOf, loadWith, placementOf, problemsWith, type Files } from "./fixture.ts";

const DEV =
  'id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: { cidr: 10.16.0.0/16 }\n';
const APP = "kind: Service\nimage: registry.example/web\nport: 80\n";

const ofApp =
  "ignoreDrift: [{ resource: Service, property: /DesiredCount, reason: sale, until: 2026-12-01 }]\n";
const ofPlacement =
  'web: { version: 1.0.0, ignoreDrift: [{ resource: "*", property: /Tags, reason: audit }] }\n';
const ofAccount = 'ignoreDrift: [{ resource: old.dev.acme.example CNAME, property: "*", reason: moved }]\n';

describe("ignoreDrift", () => {
  test("is empty where nobody says anything", () => {
    expect(placementOf(loadWith({})).ignoreDrift).toEqual([]);
    expect(accountOf(loadWith({})).ignoreDrift).toEqual([]);
  });

  test("of an app holds wherever it is placed, with its end", () => {
    expect(placementOf(loadWith({ "apps/web.yaml": APP + ofApp })).ignoreDrift).toEqual([
      {
        resource: "Service",
        property: "/DesiredCount",
        reason: "sale",
        until: Date.parse("2026-12-01T00:00Z"),
      },
    ]);
  });

  test("of a placement replaces the app's, like every list", () => {
    const files = { "apps/web.yaml": APP + ofApp, "accounts/dev/apps.yaml": ofPlacement };
    expect(placementOf(loadWith(files)).ignoreDrift).toEqual([
      { resource: "*", property: "/Tags", reason: "audit" },
    ]);
  });

  test("of an account is the account's, for records that no stack declares too", () => {
    expect(accountOf(loadWith({ "accounts/dev/account.yaml": DEV + ofAccount })).ignoreDrift).toEqual([
      { resource: "old.dev.acme.example CNAME", property: "*", reason: "moved" },
    ]);
  });

  test.each<[string, Files, string]>([
    [
      "no reason",
      { "apps/web.yaml": `${APP}ignoreDrift: [{ resource: Service, property: /DesiredCount }]\n` },
      "ignoreDrift[0].reason is missing → add it: why it is left alone, on one line",
    ],
    [
      "a property that is no pointer",
      { "apps/web.yaml": `${APP}ignoreDrift: [{ resource: Service, property: DesiredCount, reason: x }]\n` },
      'ignoreDrift[0].property is "DesiredCount", but has to be a JSON pointer such as /DesiredCount, or *',
    ],
    [
      "a day that no calendar has",
      { "apps/web.yaml": `${APP}${ofApp.replace("2026-12-01", "2026-11-31")}` },
      'apps/web.yaml:4:82 ignoreDrift[0].until is "2026-11-31", which no calendar has',
    ],
  ])("with %s holds the app", (_name, files, words) => {
    expect(problemsWith(files).join("\n")).toContain(words);
    expect(accountOf(loadWith(files)).heldApps).toEqual(["web"]);
  });

  test("with a mistake on the account holds the account", () => {
    const files = {
      "accounts/dev/account.yaml": DEV + ofAccount.replace("reason: moved", "until: 2026-02-29"),
    };
    expect(loadWith(files).repository?.heldAccounts).toEqual(["dev"]);
  });
});

describe("selfHeal", () => {
  test("is off where nobody asks for it", () => {
    expect(accountOf(loadWith({})).selfHeal).toBe(false);
    expect(placementOf(loadWith({}))).not.toHaveProperty("selfHeal");
  });

  test("of an account holds for its stacks, and a placement may say otherwise", () => {
    const files = {
      "accounts/dev/account.yaml": `${DEV}selfHeal: true\n`,
      "accounts/dev/apps.yaml": "web: { version: 1.0.0, selfHeal: false }\n",
    };
    expect(accountOf(loadWith(files)).selfHeal).toBe(true);
    expect(placementOf(loadWith(files)).selfHeal).toBe(false);
  });
});
