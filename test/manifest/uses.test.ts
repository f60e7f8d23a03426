import { describe, expect, test } from "@jest/globals";
import { accountOf, loadWith, placementOf, problemsWith, type Files } from "./fixture.ts";

const DATA: Files = {
  "apps/catalog-db.yaml": "kind: Database\nengine: postgres\nengineVersion: '16.8'\n",
  "apps/sessions.yaml": "kind: Cache\n",
  "apps/uploads.yaml": "kind: Bucket\n",
  "apps/jobs.yaml": "kind: Queue\n",
  "apps/spare.yaml": "kind: Bucket\n",
  "apps/other.yaml": "kind: Service\nimage: r/other\nport: 80\n",
  "accounts/dev/apps.yaml": "web: 1.0.0\nother: 1.0.0\ncatalog-db:\nsessions:\nuploads:\njobs:\n",
};

/** The worker `web` among data of every kind, with some lines of its own. */
function using(lines: string, changes: Files = {}): Files {
  return { ...DATA, "apps/web.yaml": `kind: Worker\nimage: r/web\n${lines}\n`, ...changes };
}

function told(lines: string, changes: Files = {}): readonly string[] {
  return problemsWith(using(lines, changes));
}

describe("what an app uses", () => {
  test("is known with its own settings of this account, and named after the app", () => {
    const changes = {
      "accounts/dev/apps.yaml": "web: 1.0.0\ncatalog-db: { instance: db.r7g.large }\nuploads:\n",
    };
    const { uses } = placementOf(
      loadWith(
        using("uses: [catalog-db, { app: uploads, access: read }]", {
          ...changes,
          "apps/other.yaml": undefined,
        }),
      ),
    );
    expect(uses).toMatchObject([
      {
        app: "catalog-db",
        access: "both",
        spec: { kind: "Database", instance: "db.r7g.large" },
        names: {
          HOST: "CATALOG_DB_HOST",
          PORT: "CATALOG_DB_PORT",
          NAME: "CATALOG_DB_NAME",
          SECRET_ARN: "CATALOG_DB_SECRET_ARN",
          SECRET: "CATALOG_DB_SECRET",
          USERNAME: "CATALOG_DB_USERNAME",
          PASSWORD: "CATALOG_DB_PASSWORD",
        },
      },
      { app: "uploads", access: "read", spec: { kind: "Bucket" }, names: { BUCKET: "UPLOADS_BUCKET" } },
    ]);
  });

  test("may get other names, all by a prefix or one by one", () => {
    const { uses } = placementOf(
      loadWith(using("uses: [{ app: jobs, prefix: Q, names: { QUEUE_NAME: WORK } }]")),
    );
    expect(uses[0]?.names).toEqual({ QUEUE_URL: "Q_QUEUE_URL", QUEUE_NAME: "WORK" });
  });

  test("is what the placement says, where it says something", () => {
    const apps = "web: { version: 1.0.0, uses: [jobs] }\nuploads:\njobs:\n";
    const loaded = loadWith(using("uses: [uploads]", { "accounts/dev/apps.yaml": apps }));
    expect(placementOf(loaded).uses.map(({ app }) => app)).toEqual(["jobs"]);
  });

  test("may be used by several apps, and by none", () => {
    const loaded = loadWith(
      using("uses: [jobs]", { "apps/other.yaml": "kind: Worker\nimage: r/o\nuses: [jobs]\n" }),
    );
    expect(loaded.problems).toEqual([]);
    expect(accountOf(loaded).placements.map(({ app, uses }) => [app, uses.length])).toEqual([
      ["catalog-db", 0],
      ["jobs", 0],
      ["other", 1],
      ["sessions", 0],
      ["uploads", 0],
      ["web", 1],
    ]);
  });
});

describe("a use is told", () => {
  test.each([
    [
      "uses: [catalg-db]",
      "3:8 uses names catalg-db, which this account does not have → did you mean catalog-db?",
    ],
    [
      "uses: [{ app: spare }]",
      "3:15 uses names spare, which this account does not have → place spare in this account, or take it out of uses",
    ],
    [
      "uses: [none-of-these]",
      "3:8 uses names none-of-these, which this account does not have → it has catalog-db, jobs, sessions, uploads",
    ],
    [
      "uses: [other]",
      "3:8 uses names other, which is a Service, and only databases, caches, buckets and queues can be used → take it out of uses: a Service is reached by its host name",
    ],
    ["uses: [web]", "3:8 web uses itself → take it out of uses"],
    ["uses: [jobs, { app: jobs, access: read }]", "3:21 uses names jobs twice → keep one of the two"],
    [
      "uses: [{ app: sessions, access: read }]",
      "3:33 access means nothing for sessions: what may be done in a Cache is up to its own users → take access out",
    ],
    [
      "uses: [{ app: jobs, names: { URL: Q } }]",
      "3:30 names has URL, which is nothing that jobs gives → it gives QUEUE_URL, QUEUE_NAME",
    ],
    [
      "uses: [{ app: catalog-db, names: { HOSTS: H } }]",
      "3:36 names has HOSTS, which is nothing that catalog-db gives → did you mean HOST?",
    ],
    [
      "uses: [catalog-db]\nenvironment: { CATALOG_DB_HOST: here }",
      "4:16 CATALOG_DB_HOST stands in environment, and the use of catalog-db gives it too → take it out of environment, or give the other one another name: names: { HOST: … }",
    ],
    [
      "uses: [{ app: jobs, names: { QUEUE_URL: URL } }]\nsecrets: { URL: 'ssm:/url' }",
      "4:12 URL stands in secrets, and the use of jobs gives it too → take it out of secrets, or give the other one another name: names: { QUEUE_URL: … }",
    ],
    [
      "uses: [sessions, { app: catalog-db, prefix: SESSIONS }]",
      "3:25 SESSIONS_HOST would hold both HOST of sessions and HOST of catalog-db → give one of them another name: names: { HOST: … }",
      "3:25 SESSIONS_PORT would hold both PORT of sessions and PORT of catalog-db → give one of them another name: names: { PORT: … }",
    ],
    [
      "uses: [{ app: jobs, names: { QUEUE_URL: Q, QUEUE_NAME: Q } }]",
      "3:44 Q would hold both QUEUE_URL of jobs and QUEUE_NAME of jobs → give one of them another name: names: { QUEUE_NAME: … }",
    ],
    [
      "scale: { max: 2, queue: { app: jobs, messagesPerTask: 9 } }",
      "3:32 scale.queue names jobs, which web does not use → add jobs to uses",
    ],
    [
      "uses: [uploads]\nscale: { max: 2, queue: { app: uploads, messagesPerTask: 9 } }",
      "4:32 scale.queue names uploads, which is a Bucket → name a Queue",
    ],
  ])("%s", (lines, ...expected) => {
    expect(told(lines)).toEqual(expected.map((one) => `apps/web.yaml:${one}`));
  });

  test("with everything else that is wrong with its user", () => {
    expect(told("cpu: 256\nmemory: 4096\nuses: [nothing]")).toEqual([
      expect.stringContaining("apps/web.yaml:4:9 Fargate has no task"),
      expect.stringContaining("apps/web.yaml:5:8 uses names nothing"),
    ]);
  });

  test("and holds its user only", () => {
    expect(accountOf(loadWith(using("uses: [web]"))).heldApps).toEqual(["web"]);
  });
});

describe("what is held holds its users, without a problem of their own:", () => {
  test.each<[string, Files]>([
    ["an app that breaks the contract", { "apps/catalog-db.yaml": "kind: Database\nengine: postgres\n" }],
    ["an app whose kind is not known", { "apps/catalog-db.yaml": "kind: Datbase\n" }],
    [
      "an entry that breaks the contract",
      { "accounts/dev/apps.yaml": "web: 1.0.0\nother: 1.0.0\ncatalog-db: { engin: postgres }\n" },
    ],
    ["an app that is both placed and removed", { "accounts/dev/removed.yaml": "- catalog-db\n" }],
  ])("%s", (_, changes) => {
    const loaded = loadWith(using("uses: [catalog-db]", changes));
    expect(loaded.problems).toHaveLength(1);
    expect(loaded.problems.map(({ place }) => place.file)).not.toContain("apps/web.yaml");
    expect(accountOf(loaded)).toMatchObject({ heldApps: ["catalog-db", "web"] });
    expect(accountOf(loaded).placements.map(({ app }) => app)).toContain("other");
  });

  test("a queue that a worker scales by", () => {
    const lines = "uses: [jobs]\nscale: { max: 2, queue: { app: jobs, messagesPerTask: 9 } }";
    const loaded = loadWith(using(lines, { "apps/jobs.yaml": "kind: Queue\nfifo: perhaps\n" }));
    expect(loaded.problems).toHaveLength(1);
    expect(accountOf(loaded).heldApps).toEqual(["jobs", "web"]);
  });
});
