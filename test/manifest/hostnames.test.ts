import { describe, expect, test } from "@jest/globals";
import { PRODUCTION, problemsWith, serviceOf, loadWith, services, type Files } from "./fixture.ts";

const ZONES: Files = {
  "accounts/dev/account.yaml":
    'id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nzones: { shop.example: Z0SHOP }\nnetwork: { cidr: 10.16.0.0/16 }\n',
};

function named(hostnames: string, expose = "[public]"): Files {
  return { ...ZONES, ...services({ web: `expose: ${expose}\nhostnames: ${hostnames}` }) };
}

const AT = "apps/web.yaml:5";

describe("further names of a service", () => {
  test("may be in the account's zone or in another one that it has", () => {
    const files = named('["www.${zone}", shop.example, a.b.shop.example]');
    expect(problemsWith(files)).toEqual([]);
    expect(serviceOf(loadWith(files)).hostnames).toEqual([
      "www.dev.acme.example",
      "shop.example",
      "a.b.shop.example",
    ]);
  });

  test("in no zone of the account are refused", () => {
    expect(problemsWith(named("[www.myshop.example]"))).toEqual([
      `${AT}:13 www.myshop.example is in no zone of this account, which has dev.acme.example, shop.example → add its zone to \`zones\` in account.yaml, or take the name out here`,
    ]);
  });

  test("in another account's zone are told as such, once", () => {
    expect(problemsWith({ ...PRODUCTION, ...named("[www.production.acme.example]") })).toEqual([
      `${AT}:17 production.acme.example is the zone of account production → write \${zone}, or say crossAccount: [production] where that is meant`,
    ]);
  });

  test("need the public load balancer", () => {
    expect(problemsWith(named("[shop.example]", "[internal]"))).toEqual([
      `${AT}:12 hostnames lead to the public load balancer, and this app is not on it → add public to \`expose\`, or take the names out`,
    ]);
  });

  test("that two services have are told on both sides", () => {
    const lines = "expose: [public]\nhostnames: [shop.example]";
    expect(problemsWith({ ...ZONES, ...services({ a: lines, b: lines }) })).toEqual([
      "apps/a.yaml:5:13 shop.example leads to b already (accounts/dev/apps.yaml:2:1) → take it out of one of them",
      "apps/b.yaml:5:13 shop.example leads to a already (accounts/dev/apps.yaml:1:1) → take it out of one of them",
    ]);
  });

  test.each([
    ["outside", "b.dev.acme.example"],
    ["inside", "b.internal.dev.acme.example"],
  ])("that are a host of a service already, seen from %s, are refused", (_, name) => {
    const files = services({ a: `expose: [public]\nhostnames: [${name}]`, b: "expose: [internal]" });
    expect(problemsWith({ ...ZONES, ...files })).toEqual([
      `apps/a.yaml:5:13 ${name} is the host b of b already (accounts/dev/apps.yaml:2:1) → take it out of \`hostnames\`, or give that app other \`hosts\``,
    ]);
  });

  test("that no certificate can be made out to are refused, and those of the network's certificate are not", () => {
    const long = `${"a".repeat(63)}.shop.example`;
    expect(problemsWith(named(`[${long}]`))).toEqual([
      `${AT}:13 no certificate can be made out to ${long}: it has 76 characters → take a name of at most 64 characters`,
    ]);
    expect(problemsWith(named(`[${"a".repeat(63)}.dev.acme.example]`))).toEqual([]);
  });

  test("with more certificates than a listener takes hold those beyond", () => {
    const lines = (app: string, count: number): string =>
      `expose: [public]\nhostnames: [${Array.from({ length: count }, (_, index) => `${app}${index}.shop.example`).join(", ")}]`;
    expect(problemsWith({ ...ZONES, ...services({ a: lines("a", 20), b: lines("b", 5) }) })).toEqual([]);
    expect(problemsWith({ ...ZONES, ...services({ a: lines("a", 20), b: lines("b", 6) }) })).toEqual([
      "apps/b.yaml:5:98 the public load balancer would have 26 certificates with b5.shop.example, and 25 is the limit → use fewer names outside of the account's zone",
    ]);
  });

  test("count as values of the rules", () => {
    const names = (index: number): string =>
      ["h", "i", "j"].map((one) => `${one}${index}.dev.acme.example`).join(", ");
    const apps = (count: number): Files => {
      const lines = (index: number): string =>
        `expose: [public]\npaths: [/a, /b, /c, /d]\nhostnames: [${names(index)}]`;
      return services(
        Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, lines(index)])),
      );
    };
    expect(problemsWith({ ...ZONES, ...apps(22) })).toEqual([]);
    expect(problemsWith({ ...ZONES, ...apps(23) })).toEqual([
      expect.stringContaining("the public load balancer would have 92 rules"),
    ]);
  });
});

describe("the name of a database in the zone", () => {
  const DATABASES: Files = {
    "apps/store.yaml": "kind: Database\nengine: aurora-postgres\nengineVersion: '17.7'\nreaders: 1\n",
  };
  const withDatabase = (lines: string): Files => {
    const web = services({ web: lines });
    return { ...ZONES, ...web, ...DATABASES, "accounts/dev/apps.yaml": "web: 1.0.0\nstore: {}\n" };
  };

  test.each([
    ["a host", "expose: [public]\nhosts: [web, store]", "5:14", "store"],
    ["a host, of its readers", "expose: [internal]\nhosts: [store-reader]", "5:9", "store-reader"],
    ["a further name", "expose: [public]\nhostnames: [store.dev.acme.example]", "5:13", "store"],
  ])("is no service's: %s", (_, lines, place, label) => {
    expect(problemsWith(withDatabase(lines))).toEqual([
      `apps/web.yaml:${place} ${label}.dev.acme.example is the name of the database store already (accounts/dev/apps.yaml:2:1) → give this app another name there`,
    ]);
  });

  test("is free where the service answers to nobody", () => {
    expect(problemsWith(withDatabase("hosts: [store]"))).toEqual([]);
  });
});
