import { databaseEngine } from "../model/database-engine.ts";
import type { DesiredStack } from "../model/desired-stack.ts";
import type { DatabaseSpec } from "../model/repository.ts";
import { alarms } from "./alarm.ts";
import { databaseAlarms } from "./database-alarms.ts";
import { databaseCluster } from "./database-cluster.ts";
import { databaseInstance } from "./database-instance.ts";
import { databaseSecret } from "./database-secret.ts";
import { networkList } from "./network-outputs.ts";
import { renderTemplate } from "./render-template.ts";
import { stackAt, type Site } from "./site.ts";
import { storeSecurityGroup } from "./store-network.ts";
import { merge, type Fragment } from "./template.ts";

/** A relational database in the private subnets, with its secret and its name in the zone. */
export function placeDatabase(site: Site, spec: DatabaseSpec): DesiredStack {
  const { isAurora } = databaseEngine(spec);
  const template = merge([
    storeSecurityGroup(`Database ${site.app}`, { isKept: false }),
    subnetGroup(site.app),
    databaseSecret(site.app, spec),
    isAurora ? databaseCluster(site.app, spec) : databaseInstance(site.app, spec),
    alarms(databaseAlarms(site.app, spec)),
  ]);
  return stackAt(site, "Database", { ...renderTemplate(template), capabilities: [] });
}

function subnetGroup(app: string): Fragment {
  return {
    Resources: {
      SubnetGroup: {
        Type: "AWS::RDS::DBSubnetGroup",
        Properties: {
          DBSubnetGroupDescription: `Database ${app}`,
          SubnetIds: networkList("PrivateSubnets"),
        },
      },
    },
  };
}
