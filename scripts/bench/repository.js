// Writes environments repositories of any size into a folder.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * `apps` services in each of `accounts` accounts.
 * @param {string} dir @param {{ accounts: number, apps: number }} size
 */
export function writeServices(dir, { accounts, apps }) {
  write(dir, "mooring.yaml", "version: 1\nname: bench\ndefaults: { region: eu-west-1 }\n");
  for (let app = 0; app < apps; app++) {
    write(
      dir,
      `apps/app-${app}.yaml`,
      [
        "kind: Service",
        "image: 444444444444.dkr.ecr.eu-west-1.amazonaws.com/app",
        "port: 8080",
        "cpu: 512",
        "memory: 1024",
        `expose: [${app < 40 ? "internal" : ""}]`,
        "scale: { min: 1, max: 4, cpu: 80 }",
        'environment: { SELF: "https://${app}.${zone}", VPC: "${network.VpcId}" }',
        'secrets: { KEY: "ssm:/${app}/key" }',
        "",
      ].join("\n"),
    );
  }
  writeAccounts(dir, { accounts, apps, entry: (account, app) => `1.${account}.${app}` });
}

/**
 * `apps` stacks of one topic each, in each of `accounts` accounts.
 * @param {string} dir @param {{ accounts: number, apps: number }} size
 */
export function writeTopics(dir, { accounts, apps }) {
  write(
    dir,
    "mooring.yaml",
    "version: 1\nname: bench\ndefaults: { region: eu-west-1, prune: { max: 1000, share: 1 } }\n",
  );
  write(dir, "templates/topic.yaml", "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n");
  for (let app = 0; app < apps; app++)
    write(dir, `apps/app-${app}.yaml`, "kind: Template\ntemplate: templates/topic.yaml\n");
  writeAccounts(dir, { accounts, apps, entry: () => "{}" });
}

function writeAccounts(dir, { accounts, apps, entry }) {
  for (let account = 0; account < accounts; account++) {
    write(
      dir,
      `accounts/account-${account}/account.yaml`,
      [
        `id: "${String(100_000_000_000 + account)}"`,
        `zone: a${account}.bench.example`,
        `roles: { deployer: "arn:aws:iam::\${account.id}:role/deployer" }`,
        `network: { cidr: 10.${account}.0.0/16 }`,
        "",
      ].join("\n"),
    );
    const lines = Array.from({ length: apps }, (_, app) => `app-${app}: ${entry(account, app)}`);
    write(dir, `accounts/account-${account}/apps.yaml`, `${lines.join("\n")}\n`);
  }
}

function write(dir, path, text) {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}
