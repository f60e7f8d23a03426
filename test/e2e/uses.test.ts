import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runMoor, scratch, type Ended, type Scratch } from "../support/moor.ts";

const IMAGE = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/mail";

function mail(uses: string): string {
  const scale = "{ min: 0, max: 5, queue: { app: jobs, messagesPerTask: 20 } }";
  return `kind: Worker\nimage: ${IMAGE}\nuses: ${uses}\nscale: ${scale}\n`;
}

const FILES: Record<string, string> = {
  "mooring.yaml": "version: 1\nname: acme\n",
  "apps/mail.yaml": mail("[{ app: jobs, access: read }, catalog-db, letters]"),
  "apps/jobs.yaml": "kind: Queue\n",
  "apps/letters.yaml": "kind: Bucket\n",
  "apps/catalog-db.yaml": 'kind: Database\nengine: postgres\nengineVersion: "16.8"\n',
  "accounts/dev/account.yaml":
    'id: "111111111111"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: { cidr: 10.1.0.0/16, nat: none }\n',
  "accounts/dev/apps.yaml": "mail: 1.0.0\njobs:\nletters:\ncatalog-db:\n",
};

let repository: Scratch;
beforeAll(() => {
  repository = scratch(FILES);
});
afterAll(() => repository.remove());

function moor(...args: readonly string[]): Promise<Ended> {
  return runMoor([...args, "--sandbox", "--sandbox-durations", "instant"], { cwd: repository.dir });
}

test("an app and all that it uses settle in their order, and are no drift of each other", async () => {
  const sync = await moor("sync");
  expect(sync).toMatchObject({ code: 0 });
  expect(sync.stdout).toContain("6 stacks in 1 account: 6 in sync");
  expect(await moor("drift")).toMatchObject({ code: 0 });
});

test("taking a use out changes its user only, and takes its opening and its variables away", async () => {
  repository.write({ "apps/mail.yaml": mail("[{ app: jobs, access: read }, letters]") });
  const { stdout } = await moor("plan", "--verbose");
  expect(stdout).toContain("0 to create, 1 to update (1 with a replacement), 0 to delete, 5 in sync");
  expect(stdout).toContain("- CatalogDbIngress (AWS::EC2::SecurityGroupIngress)  is deleted");
  expect(stdout).toMatch(/^ +- +"Name": "CATALOG_DB_PASSWORD"/m);
  expect(stdout).not.toMatch(/^ +- +"Name": "(?:JOBS|LETTERS)_/m);
  expect(await moor("sync")).toMatchObject({ code: 0 });
  expect(await moor("drift")).toMatchObject({ code: 0 });
});

test("what is no longer used goes after its user has let go of it", async () => {
  repository.write({
    "apps/mail.yaml": mail("[{ app: jobs, access: read }]"),
    "accounts/dev/apps.yaml": "mail: 1.0.0\njobs:\ncatalog-db:\n",
    "accounts/dev/removed.yaml": "- letters\n",
  });
  const sync = await moor("sync", "--verbose");
  expect(sync).toMatchObject({ code: 0 });
  expect(sync.stderr + sync.stdout).toContain("is to be deleted, and waits for mail, which still uses it");
  expect(sync.stdout).toContain("5 stacks in 1 account: 5 in sync");
});
