/** The accounts' ids, in their order. */
export const ACCOUNT_IDS = { dev: "111111111111", test: "222222222222", production: "333333333333" } as const;

/**
 * A repository of three accounts, each after the one before, with a queue, a topic that takes the queue's name, and a
 * table that holds data. Small and quick: no NAT, no balancers.
 */
export function threeAccounts(): Record<string, string> {
  const accounts = Object.entries(ACCOUNT_IDS).map(([name, id], index, all) => {
    const before = all[index - 1]?.[0];
    return [
      [`accounts/${name}/account.yaml`, accountFile(name, id, index, before)],
      [`accounts/${name}/apps.yaml`, appsFile()],
    ];
  });
  return {
    "mooring.yaml": mooringFile(),
    "apps/queue.yaml": "kind: Template\ntemplate: templates/queue.yaml\n",
    "apps/topic.yaml":
      "kind: Template\ntemplate: templates/topic.yaml\nparameters: { Name: '${queue.QueueName}' }\n",
    "apps/table.yaml": "kind: Template\ntemplate: templates/table.yaml\n",
    "templates/queue.yaml": queueTemplate(30),
    "templates/topic.yaml": topicTemplate(),
    "templates/table.yaml": tableTemplate(),
    ...Object.fromEntries(accounts.flat()),
  };
}

/** `apps.yaml` with everything in it. */
export function appsFile(): string {
  return "queue: 1.0.0\ntopic: 1.0.0\ntable: 1.0.0\n";
}

/** `mooring.yaml`; the schedule is a day of the year that no test meets. */
export function mooringFile(more = ""): string {
  return [
    "version: 1",
    "name: acme",
    'schedule: { sync: "0 0 29 2 *", drift: "30 0 29 2 *" }',
    "defaults:",
    "  region: eu-west-1",
    '  roles: { deployer: "arn:aws:iam::${account.id}:role/mooring-deployer" }',
    "  prune: { max: 2, share: 1 }",
    "  network: { nat: none, balancers: { public: false, internal: false } }",
    more,
    "",
  ].join("\n");
}

/** A queue whose messages are hidden for so many seconds. */
export function queueTemplate(timeoutSeconds: number | string): string {
  return [
    "Resources:",
    "  Queue:",
    "    Type: AWS::SQS::Queue",
    "    DeletionPolicy: Retain",
    `    Properties: { VisibilityTimeout: ${timeoutSeconds} }`,
    "Outputs:",
    "  QueueName: { Value: !GetAtt Queue.QueueName }",
    "",
  ].join("\n");
}

/** A topic with a name that it is given. */
export function topicTemplate(): string {
  return [
    "Parameters:",
    "  Name: { Type: String }",
    "Resources:",
    "  Topic:",
    "    Type: AWS::SNS::Topic",
    "    Properties: { DisplayName: !Ref Name }",
    "",
  ].join("\n");
}

function tableTemplate(): string {
  return [
    "Resources:",
    "  Table:",
    "    Type: AWS::DynamoDB::Table",
    "    Properties:",
    "      BillingMode: PAY_PER_REQUEST",
    "      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]",
    "      KeySchema: [{ AttributeName: id, KeyType: HASH }]",
    "",
  ].join("\n");
}

function accountFile(name: string, id: string, index: number, before: string | undefined): string {
  return [
    `id: "${id}"`,
    `zone: ${name}.acme.example`,
    `network: { cidr: 10.${index + 1}.0.0/16 }`,
    ...(before === undefined ? [] : [`after: [${before}]`]),
    "",
  ].join("\n");
}
