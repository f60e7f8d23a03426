import type { Action, Call, Output } from "../cloudformation/api.ts";
import type { ShownResource } from "../cloudformation/live-resources.ts";
import { liveResources } from "../cloudformation/live-resources.ts";
import { ApiError } from "../errors.ts";
import { isList, isObject } from "../json.ts";
import { scalarText } from "../template/functions.ts";
import { pageOf, textIn, textsIn } from "./input.ts";
import { asOutput } from "./shown.ts";

/** DescribeListeners, by their ARNs or of a balancer. Throws `ListenerNotFound`. */
export const describeListeners: Action = (call) => {
  const arns = textsIn(call.input, "ListenerArns");
  const balancer = textIn(call.input, "LoadBalancerArn");
  for (const arn of arns) listenerOf(call, arn);
  const found = listenersIn(call).filter(({ physicalId, properties }) =>
    arns.length > 0 ? arns.includes(physicalId) : properties["LoadBalancerArn"] === balancer,
  );
  const { items, ...next } = pageOf(call.input, found);
  return { Listeners: items.map(shownListener), ...next };
};

/** DescribeListenerCertificates: the default one first. Throws `ListenerNotFound`. */
export const describeListenerCertificates: Action = (call) => {
  const listener = listenerOf(call, textIn(call.input, "ListenerArn"));
  const own = certificatesOf(listener).map((CertificateArn) => ({ CertificateArn, IsDefault: true }));
  const added = liveResources(call.world, call.region, "AWS::ElasticLoadBalancingV2::ListenerCertificate")
    .filter(({ properties }) => properties["ListenerArn"] === listener.physicalId)
    .flatMap(certificatesOf)
    .map((CertificateArn) => ({ CertificateArn, IsDefault: false }));
  const { items, ...next } = pageOf<Output>(call.input, [...own, ...added]);
  return { Certificates: items, ...next };
};

/** A listener by its ARN. Throws `ListenerNotFound`. */
export function listenerOf(call: Call, arn: string | undefined): ShownResource {
  const listener = listenersIn(call).find(({ physicalId }) => physicalId === arn);
  if (listener !== undefined) return listener;
  throw new ApiError("ListenerNotFound", `One or more listeners not found`);
}

function listenersIn({ world, region }: Call): readonly ShownResource[] {
  return liveResources(world, region, "AWS::ElasticLoadBalancingV2::Listener");
}

function shownListener({ physicalId, properties }: ShownResource): Output {
  return {
    ListenerArn: physicalId,
    ...asOutput(properties, [
      "LoadBalancerArn",
      "Port",
      "Protocol",
      "SslPolicy",
      "Certificates",
      "DefaultActions",
    ]),
  };
}

function certificatesOf({ properties }: ShownResource): readonly string[] {
  const certificates = properties["Certificates"];
  if (!isList(certificates)) return [];
  return certificates.filter(isObject).flatMap((each) => scalarText(each["CertificateArn"]) ?? []);
}
