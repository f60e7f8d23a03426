import { describe, expect, test } from "@jest/globals";
import { accountOf, loadWith, problemsWith, type Files } from "./fixture.ts";

/** Services by name, each with its own fields. */
function services(fields: Readonly<Record<string, string>>): Files {
  const apps = Object.entries(fields).map(
    ([app, lines]) => [`apps/${app}.yaml`, `kind: Service\nimage: r/${app}\nport: 80\n${lines}\n`] as const,
  );
  const entries = Object.keys(fields).map((app) => `${app}: 1.0.0\n`);
  return { "accounts/dev/apps.yaml": entries.join(""), ...Object.fromEntries(apps) };
}

describe("two services with one host", () => {
  test.each([
    ["on one balancer", "expose: [public]", "expose: [public, internal]"],
    ["on different balancers", "expose: [public]", "expose: [internal]"],
    ["with different paths", "expose: [public]\npaths: [/a]", "expose: [public]\npaths: [/b]"],
  ])(
    "%s are told on both sides, and both held: one DNS record cannot be in two stacks",
    (_, first, second) => {
      const files = services({ a: `hosts: [shop]\n${first}`, b: `hosts: [www, shop]\n${second}` });
      expect(problemsWith(files)).toEqual([
        "apps/a.yaml:4:1 a has the host shop in this account, and so has b (accounts/dev/apps.yaml:2:1) → give one of them other hosts",
        "apps/b.yaml:4:1 b has the host shop in this account, and so has a (accounts/dev/apps.yaml:1:1) → give one of them other hosts",
      ]);
      expect(accountOf(loadWith(files)).heldApps).toEqual(["a", "b"]);
    },
  );

  test("of which one is an app's own name are told", () => {
    const files = services({ a: "expose: [public]", b: "expose: [internal]\nhosts: [a]" });
    expect(problemsWith(files)).toEqual([
      "accounts/dev/apps.yaml:1:1 a has the host a in this account, and so has b (accounts/dev/apps.yaml:2:1) → give one of them other hosts",
      "apps/b.yaml:5:1 b has the host a in this account, and so has a (accounts/dev/apps.yaml:1:1) → give one of them other hosts",
    ]);
  });

  test.each([
    ["that in truth differ", { a: "expose: [public]\nhosts: [shop]", b: "expose: [public]" }],
    ["of which one is behind no balancer", { a: "expose: [public]\nhosts: [shop]", b: "hosts: [shop]" }],
  ])("%s are fine", (_, fields) => {
    expect(problemsWith(services(fields))).toEqual([]);
  });
});

describe("a balancer with too many rules", () => {
  const many = (count: number, lines: string): Files =>
    services(Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index + 100}`, lines])));

  test("holds the apps beyond the limit", () => {
    expect(problemsWith(many(90, "expose: [public]"))).toEqual([]);
    expect(problemsWith(many(91, "expose: [public]"))).toEqual([
      "apps/a190.yaml:4:1 the public load balancer would have 91 rules with a190, and 90 is the limit → expose fewer apps in this account, or use fewer hosts and paths",
    ]);
  });

  test("counts the rules that hosts and paths make, not the apps", () => {
    const lines = "expose: [internal]\npaths: [/a, /b, /c, /d]";
    expect(problemsWith(many(45, lines))).toEqual([]);
    expect(problemsWith(many(46, lines))).toHaveLength(1);
  });
});
