import { scalarText } from "../../template/functions.ts";
import type { ResourceBehaviour, ResourceContext } from "../behaviour.ts";
import { genericPhysicalId } from "../identity.ts";
import { ssmParameters } from "./records.ts";
import { storeParameter } from "./store.ts";

/** AWS::SSM::Parameter: template parameters of a Systems Manager type read what it holds. */
export const parameter: ResourceBehaviour = {
  begin(context) {
    const { account, region } = context.region;
    const name = genericPhysicalId({ ...context, account, region });
    store(context, name);
    return { kind: "begun", physicalId: name, attributes: {} };
  },
  beginUpdate(context) {
    const { physicalId, attributes } = context.live;
    store(context, physicalId);
    return { kind: "begun", physicalId, attributes };
  },
  remove(context) {
    context.region.table(ssmParameters).delete(context.live.physicalId);
    return { kind: "done" };
  },
};

function store({ region, properties }: ResourceContext, name: string): void {
  storeParameter(region, {
    name,
    type: scalarText(properties["Type"]) ?? "String",
    value: scalarText(properties["Value"]) ?? "",
  });
}
