import { describe, expect, test } from "@jest/globals";
import { CloudError } from "../../src/model/cloud.ts";
import type { Finding } from "../../src/model/preflight.ts";
import { verify } from "../../src/reconcile/verify.ts";
import { appOf, failing, jobOf, type Given } from "../support/job.ts";
import { delegatedJob, DOMAIN, parentWorld, type Setting } from "../support/delegation.ts";
import { MemoryWorld } from "../support/memory-world.ts";
import { aWorker } from "../support/placements.ts";

function given(world: MemoryWorld, more: Partial<Given> = {}): Given {
  const placement = {
    app: "mailer",
    spec: aWorker({ secrets: { KEY: "secretsmanager:mailer/key" } }),
    uses: [],
    adopt: false,
    allow: [],
    ignoreDrift: [],
    place: { file: "accounts/test/apps.yaml", line: 3, column: 1 },
  };
  return {
    world,
    account: { placements: [placement] },
    desired: [appOf("test", "mailer", "one"), appOf("test", "storefront", "one")],
    ...more,
  };
}

async function verifying(of: Given, extra: Parameters<typeof jobOf>[1] = {}) {
  const { job } = jobOf({ test: of }, extra);
  const [account] = await verify(job);
  return { ...account, lines: (account?.findings ?? []).map(lineOf) };
}

const lineOf = ({ app, check, subject, ruling }: Finding) => `${app} ${check} ${subject}: ${ruling.state}`;

describe("verifying an account", () => {
  test("asks for everything that its stacks need, quotas as a whole, and changes nothing", async () => {
    const world = new MemoryWorld();
    world.surroundings.absent.add("mailer/key");
    const { lines, calls } = await verifying(given(world));
    expect(lines).toEqual([
      "account identity 111111111111: good",
      "account quota stacks: good",
      "mailer secret mailer/key: failed",
    ]);
    expect(calls).toEqual({ identify: 1, sweep: 1, secret: 1, stackLimit: 1 });
    expect(world.stacks.size).toBe(0);
  });

  test("is about the selected apps only", async () => {
    const { lines } = await verifying(given(new MemoryWorld()), { select: { apps: ["storefront"] } });
    expect(lines).toEqual(["account identity 111111111111: good", "account quota stacks: good"]);
  });

  test("says that the credentials are another account's, and asks nothing there", async () => {
    const { lines, findings, calls } = await verifying(
      given(new MemoryWorld(), { identity: "999999999999" }),
    );
    expect(lines).toEqual(["account identity 111111111111: failed"]);
    expect(findings?.[0]?.place.file).toBe("accounts/test/account.yaml");
    expect(calls).toEqual({ identify: 1 });
  });

  test("says that its role cannot be assumed, and what would help", async () => {
    const denied = new CloudError("denied", "may not assume the role", { remedy: "let it be trusted" });
    const interference = failing("identify", 1, denied);
    const { findings, failure } = await verifying(given(new MemoryWorld(), { interference }));
    expect(findings).toMatchObject([
      {
        check: "identity",
        ruling: { state: "failed", why: "may not assume the role", remedy: "let it be trusted" },
      },
    ]);
    expect(failure).toBeUndefined();
  });

  test("that cannot be reached is a failure and no finding", async () => {
    const interference = failing("sweep", 1, new CloudError("unreachable", "no route"));
    const { lines, failure } = await verifying(given(new MemoryWorld(), { interference }));
    expect({ lines, failure }).toEqual({ lines: [], failure: { message: "no route", mayRetry: true } });
  });
});

describe("verifying the delegation of a zone", () => {
  const verdictOn = async (setting: Setting) => {
    const [account] = await verify(delegatedJob(setting).job);
    return account?.findings.filter(({ check }) => check === "delegation");
  };

  test("looks into the zone above, in its own account", async () => {
    expect(await verdictOn({})).toMatchObject([
      {
        app: "zone",
        subject: "test.acme.example in acme.example",
        ruling: { state: "good", note: "Mooring writes it before `network`" },
      },
    ]);
    const record = { name: DOMAIN, type: "NS", ttl: 300, values: ["ns.elsewhere.example"] };
    expect(await verdictOn({ above: parentWorld([record]) })).toMatchObject([
      { ruling: { state: "failed", why: expect.stringContaining("ns.elsewhere.example") } },
    ]);
  });

  test("asks nobody where somebody else delegates the zone, or another app is meant", async () => {
    const { lines } = await verifying(given(new MemoryWorld()));
    expect(lines.join()).not.toContain("delegation");
    const job = { ...delegatedJob().job, select: { accounts: ["test"], apps: ["storefront"] } };
    expect((await verify(job))[0]?.findings.map(({ check }) => check)).not.toContain("delegation");
  });
});
