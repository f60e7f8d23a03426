import { describe, expect, test } from "@jest/globals";
import { accountOf, loadWith, problemsWith, services } from "./fixture.ts";

describe("two services with one host", () => {
  test.each([
    ["on one balancer", "expose: [public]", "expose: [public, internal]"],
    ["on different balancers", "expose: [public]", "expose: [internal]"],
  ])(
    "%s are told on both sides, and both held: one DNS record cannot be in two stacks",
    (_, first, second) => {
      const files = services({ a: `hosts: [shop]\n${first}`, b: `hosts: [www, shop]\n${second}` });
      expect(problemsWith(files)).toEqual([
        "apps/a.yaml:4:1 a has the host shop in this account, and so has b (accounts/dev/apps.yaml:2:1) → give one of them other hosts, or share the host by `paths`",
        "apps/b.yaml:4:1 b has the host shop in this account, and so has a (accounts/dev/apps.yaml:1:1) → give one of them other hosts, or share the host by `paths`",
      ]);
      expect(accountOf(loadWith(files)).heldApps).toEqual(["a", "b"]);
    },
  );

  test("of which one is an app's own name are told", () => {
    const files = services({ a: "expose: [public]", b: "expose: [internal]\nhosts: [a]" });
    expect(problemsWith(files)).toHaveLength(2);
  });

  test.each([
    ["that in truth differ", { a: "expose: [public]\nhosts: [shop]", b: "expose: [public]" }],
    ["of which one is behind no balancer", { a: "expose: [public]\nhosts: [shop]", b: "hosts: [shop]" }],
  ])("%s are fine", (_, fields) => {
    expect(problemsWith(services(fields))).toEqual([]);
  });
});

describe("services that share a host by paths", () => {
  const owner = "expose: [public]\nhosts: [shop]";

  test("are fine behind the balancers of the app that has the rest of it", () => {
    const files = services({
      api: "expose: [public]\nhosts: [shop]\npaths: [/api/*]",
      search: "expose: [public]\nhosts: [shop]\npaths: [/search]",
      storefront: owner,
    });
    expect(problemsWith(files)).toEqual([]);
  });

  test("are fine when the host is the own name of one of them", () => {
    const files = services({
      api: "expose: [public]\npaths: [/v1/*]",
      "api-next": "expose: [public]\nhosts: [api]\npaths: [/v2/*]",
    });
    expect(problemsWith(files)).toEqual([]);
  });

  test("are told when no app has the rest of the host, and so its DNS record", () => {
    const files = services({ api: "expose: [public]\nhosts: [shop]\npaths: [/api/*]" });
    expect(problemsWith(files)).toEqual([
      "apps/api.yaml:5:1 api answers to some paths of shop, and no app of this account answers to the rest of it → give shop to an app without `paths`: its stack makes the DNS record",
    ]);
  });

  test("are told when the host does not lead to their balancer", () => {
    const files = services({ api: "expose: [internal]\nhosts: [shop]\npaths: [/api/*]", storefront: owner });
    expect(problemsWith(files)).toEqual([
      "apps/api.yaml:5:1 api is on the internal load balancer, and its host shop does not lead there: storefront (accounts/dev/apps.yaml:2:1) is not on it → take internal out of `expose`, or add it to that of storefront",
    ]);
  });

  test("are told when they have a path in common, for the first rule would always win", () => {
    const files = services({
      api: "expose: [public]\nhosts: [shop]\npaths: [/api/*, /v1]",
      other: "expose: [public]\nhosts: [shop]\npaths: [/v1]",
      storefront: owner,
    });
    expect(problemsWith(files)).toEqual([
      "apps/other.yaml:5:1 other has the path /v1 on shop, and so has api (accounts/dev/apps.yaml:1:1) → give one of them other paths",
    ]);
  });
});
