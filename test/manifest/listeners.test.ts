import { describe, expect, test } from "@jest/globals";
import { problemsWith, services, type Files } from "./fixture.ts";

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
