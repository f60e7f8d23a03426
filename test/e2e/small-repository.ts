/** A repository of two accounts with one small app each; the second account comes after the first. */
export function smallRepository(): Record<string, string> {
  return {
    "mooring.yaml": "version: 1\nname: acme\ndefaults:\n  region: eu-west-1\n",
    "apps/news.yaml": "kind: Template\ntemplate: templates/news.yaml\n",
    "templates/news.yaml": newsTemplate("one"),
    "accounts/dev/account.yaml": account("111111111111", "dev.acme.example", "10.1.0.0/16"),
    "accounts/dev/apps.yaml": "news: 1.0.0\n",
    "accounts/production/account.yaml": `${account("222222222222", "acme.example", "10.2.0.0/16")}after: [dev]\n`,
    "accounts/production/apps.yaml": "news: 1.0.0\n",
  };
}

/** The app's template: a topic with a display name. */
export function newsTemplate(displayName: string): string {
  return [
    "Resources:",
    "  Topic:",
    "    Type: AWS::SNS::Topic",
    "    Properties:",
    `      DisplayName: ${displayName}`,
    "Outputs:",
    "  TopicArn:",
    "    Value: !Ref Topic",
    "",
  ].join("\n");
}

function account(id: string, zone: string, cidr: string): string {
  return `id: "${id}"\nzone: ${zone}\nnetwork: { cidr: ${cidr}, nat: none }\n`;
}
