import { describe, expect, test } from "@jest/globals";
import { place } from "../../src/blueprints/place.ts";
import type { Placement } from "../../src/model/repository.ts";
import { aJob, anAccount, aService, aTemplate, aWorker } from "../support/placements.ts";

const somewhere = { file: "accounts/dev/apps.yaml", line: 3, column: 1 };

function placement(app: string, spec: Placement["spec"], more: Partial<Placement> = {}): Placement {
  return {
    app,
    version: "1.0.0",
    spec,
    uses: [],
    adopt: false,
    allow: [],
    ignoreDrift: [],
    place: somewhere,
    ...more,
  };
}

describe("placing an account", () => {
  test("gives the zone, the network, and a stack for every placement", () => {
    const placements = [
      placement("mailer", aWorker()),
      placement("report", aJob()),
      placement("shop", aService()),
      placement("things", aTemplate()),
    ];
    const stacks = place("acme", anAccount({ placements }));
    expect(stacks.map(({ name, kind }) => [name, kind])).toEqual([
      ["acme-zone", "zone"],
      ["acme-network", "network"],
      ["acme-mailer", "Worker"],
      ["acme-report", "Job"],
      ["acme-shop", "Service"],
      ["acme-things", "Template"],
    ]);
  });

  test("marks every stack as the repository's, and leaves it to the account's executor", () => {
    for (const stack of place("acme", anAccount({ placements: [placement("shop", aService())] }))) {
      expect(stack).toMatchObject({
        account: "dev",
        executor: "arn:aws:iam::222222222222:role/mooring-executor",
        tags: { "mooring:repository": "acme", "mooring:account": "dev", "mooring:app": stack.app },
      });
    }
  });

  test("without an executor names none", () => {
    for (const stack of place("acme", anAccount({ roles: {} }))) expect(stack).not.toHaveProperty("executor");
  });

  test("hands on what a person allows, and where it is written", () => {
    const placements = [placement("shop", aService(), { adopt: true, allow: ["LogGroup"] })];
    expect(place("acme", anAccount({ placements })).at(-1)).toMatchObject({
      adopt: true,
      allow: ["LogGroup"],
      place: somewhere,
      version: "1.0.0",
    });
  });

  test("hands what the account allows to its zone and network, and to nothing else", () => {
    const placements = [placement("shop", aService())];
    const stacks = place("acme", anAccount({ adopt: true, allow: ["NatAddress2"], placements }));
    expect(stacks.map(({ adopt, allow }) => ({ adopt, allow }))).toEqual([
      { adopt: true, allow: ["NatAddress2"] },
      { adopt: true, allow: ["NatAddress2"] },
      { adopt: false, allow: [] },
    ]);
  });

  test("asks for the right to make roles only where roles are made", () => {
    const stacks = place("acme", anAccount({ placements: [placement("shop", aService())] }));
    expect(stacks.map(({ capabilities }) => capabilities)).toEqual([[], [], ["CAPABILITY_IAM"]]);
  });
});
