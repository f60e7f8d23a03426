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

describe("two services on one balancer", () => {
  test("with the same host and path are told on both sides, and both held", () => {
    const files = services({
      a: "expose: [public]\nhosts: [shop]",
      b: "expose: [public, internal]\nhosts: [www, shop]",
    });
    expect(problemsWith(files)).toEqual([
      "apps/a.yaml:5:1 a answers shop/* on the public load balancer, and so does b (accounts/dev/apps.yaml:2:1) → give one of them other hosts or paths",
      "apps/b.yaml:5:1 b answers shop/* on the public load balancer, and so does a (accounts/dev/apps.yaml:1:1) → give one of them other hosts or paths",
    ]);
    expect(accountOf(loadWith(files)).heldApps).toEqual(["a", "b"]);
  });

  test("with one path of several in common are told", () => {
    const files = services({
      a: "expose: [public]\nhosts: [shop]\npaths: [/a, /b]",
      b: "expose: [public]\nhosts: [shop]\npaths: [/b]",
    });
    expect(problemsWith(files)[0]).toContain("a answers shop/b on the public load balancer, and so does b");
  });

  test.each([
    ["paths", { a: "expose: [public]\nhosts: [shop]\npaths: [/a]", b: "expose: [public]\nhosts: [shop]" }],
    ["balancers", { a: "expose: [public]\nhosts: [shop]", b: "expose: [internal]\nhosts: [shop]" }],
    ["hosts", { a: "expose: [public]", b: "expose: [public]" }],
  ])("with different %s are fine", (_, fields) => {
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
