import { describe, expect, test } from "@jest/globals";
import { accountOf, loadWith, problemsWith, type Files } from "./fixture.ts";

const SHARED_ROLE = "arn:aws:iam::111111111111:role/mooring-deployer";
const DNS_ROLE = "arn:aws:iam::999999999999:role/mooring-dns";

/** An account that has the zone above, and `dev` with something to say about its delegation. */
function delegating(delegation: string, sharedZone = "zone: acme.example"): Files {
  return {
    "accounts/shared/account.yaml": `id: "111111111111"\nregion: eu-central-1\n${sharedZone}\nnetwork: { cidr: 10.20.0.0/16 }\nroles: { deployer: ${SHARED_ROLE}, externalId: acme }\n`,
    "accounts/dev/account.yaml": `id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: { cidr: 10.16.0.0/16 }\ndelegation: ${delegation}\n`,
  };
}

function delegationOf(files: Files, name = "dev"): unknown {
  return accountOf(loadWith(files), name).delegation;
}

describe("a zone that is delegated by another account of the repository", () => {
  const site = {
    name: "shared",
    id: "111111111111",
    region: "eu-central-1",
    roles: { deployer: SHARED_ROLE, externalId: "acme" },
  };

  test("is delegated there, under that account's roles", () => {
    expect(delegationOf(delegating("{ account: shared }"))).toEqual({
      parent: "acme.example",
      adopt: false,
      site,
    });
  });

  test.each([
    ["a zone that it had before", "zone: { name: acme.example, existing: Z0PARENT }"],
    ["one of its further zones", "zone: shared.acme.example\nzones: { acme.example: Z0PARENT }"],
  ])("in %s, knows that zone's id", (_, zone) => {
    expect(delegationOf(delegating("{ account: shared }", zone))).toMatchObject({ zoneId: "Z0PARENT", site });
  });

  test("in a zone of several of that name, has the id that it says", () => {
    const files = delegating("{ account: shared, zoneId: Z0CHOSEN, adopt: true }");
    expect(delegationOf(files)).toEqual({ parent: "acme.example", zoneId: "Z0CHOSEN", adopt: true, site });
  });

  test("may be in a further zone of its own account", () => {
    const files = {
      "accounts/dev/account.yaml":
        'id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nzones: { acme.example: Z0PARENT }\nnetwork: { cidr: 10.16.0.0/16 }\ndelegation: { account: dev }\n',
    };
    expect(delegationOf(files)).toMatchObject({ zoneId: "Z0PARENT", site: { name: "dev" } });
  });
});

test("a zone that a role elsewhere delegates is delegated in the account of that role", () => {
  expect(delegationOf(delegating(`{ role: "${DNS_ROLE}", externalId: moor }`))).toEqual({
    parent: "acme.example",
    adopt: false,
    site: {
      name: "999999999999",
      id: "999999999999",
      region: "eu-west-1",
      roles: { deployer: DNS_ROLE, externalId: "moor" },
    },
  });
});

test("a zone two labels below is delegated in the parent that is named", () => {
  const files = {
    "accounts/dev/account.yaml": `id: "222222222222"\nregion: eu-west-1\nzone: a.b.acme.example\nnetwork: { cidr: 10.16.0.0/16 }\ndelegation: { role: "${DNS_ROLE}", parent: acme.example }\n`,
  };
  expect(delegationOf(files)).toMatchObject({ parent: "acme.example" });
});

describe("delegation of all accounts, said in the defaults,", () => {
  const defaults = (delegation: string): Files => ({
    "mooring.yaml": `version: 1\nname: acme\ndefaults: { delegation: ${delegation} }\n`,
    "accounts/shared/account.yaml":
      'id: "111111111111"\nregion: eu-west-1\nzone: acme.example\nnetwork: { cidr: 10.20.0.0/16 }\n',
  });

  test.each([
    ["an account", "{ account: shared }"],
    ["a role", `{ role: "${DNS_ROLE}" }`],
    ["a role and the parent", `{ role: "${DNS_ROLE}", parent: acme.example }`],
  ])("by %s means nothing for the account that has the zone above", (_, delegation) => {
    const files = defaults(delegation);
    expect(problemsWith(files)).toEqual([]);
    expect(delegationOf(files)).toMatchObject({ parent: "acme.example" });
    expect(delegationOf(files, "shared")).toBeUndefined();
  });
});

describe("a delegation that cannot be is told at its place, and the account held:", () => {
  const AT = "accounts/dev/account.yaml:5";

  test.each([
    [
      "nobody's",
      "{ adopt: true }",
      ":1 delegation does not say whose the zone above is → write `account`, or a `role` for an account outside of this repository",
    ],
    [
      "an account's and a role's",
      `{ account: shared, role: "${DNS_ROLE}" }`,
      ":38 delegation has both an account and a role → leave one of them out: an account of this repository has its roles",
    ],
    [
      "an account's with an external id",
      "{ account: shared, externalId: moor }",
      ":44 delegation.externalId goes with a role, and there is none → leave it out: the account named has its own",
    ],
    [
      "no account's",
      "{ account: shred }",
      ":24 delegation names shred, which is no account → did you mean shared?",
    ],
    [
      "its own account's",
      "{ account: dev }",
      ":24 account dev has no zone acme.example → it has dev.acme.example; name the account that has it, or list it among `zones` of dev",
    ],
    [
      "in a zone that is not above",
      "{ account: shared, parent: other.example }",
      ":40 the zone dev.acme.example is not below other.example, so nothing there could lead to it → name the domain above this account's zone, or take `delegation` out",
    ],
    [
      "in a zone whose name only ends the same",
      "{ account: shared, parent: cme.example }",
      ":40 the zone dev.acme.example is not below cme.example, so nothing there could lead to it → name the domain above this account's zone, or take `delegation` out",
    ],
    [
      "in itself",
      "{ account: shared, parent: dev.acme.example }",
      ":40 the zone dev.acme.example is not below dev.acme.example, so nothing there could lead to it → name the domain above this account's zone, or take `delegation` out",
    ],
  ])("%s", (_, delegation, expected) => {
    expect(problemsWith(delegating(delegation))).toEqual([`${AT}${expected}`]);
    expect(loadWith(delegating(delegation)).repository?.heldAccounts).toEqual(["dev"]);
  });

  test("in a zone that the other account does not have", () => {
    expect(problemsWith(delegating("{ account: shared }", "zone: shared.acme.example"))).toEqual([
      `${AT}:24 account shared has no zone acme.example → it has shared.acme.example; name the account that has it, or list it among \`zones\` of shared`,
    ]);
  });

  test("in a top-level domain", () => {
    const files = {
      "accounts/dev/account.yaml": `id: "222222222222"\nregion: eu-west-1\nzone: acme.example\nnetwork: { cidr: 10.16.0.0/16 }\ndelegation: { role: "${DNS_ROLE}" }\n`,
    };
    expect(problemsWith(files)).toEqual([
      `${AT}:1 the zone acme.example is not below example, so nothing there could lead to it → name the domain above this account's zone, or take \`delegation\` out`,
    ]);
  });

  test("by an account that cannot be read", () => {
    const files = { ...delegating("{ account: shared }"), "accounts/shared/account.yaml": "zone: 5\n" };
    expect(problemsWith(files)).toContain(
      `${AT}:24 delegation names account shared, which cannot be read → correct accounts/shared/account.yaml`,
    );
  });
});
