import type { ElasticLoadBalancingV2, Rule, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { BalancingLimits, ListenerRuleState } from "../model/cloud-checks.ts";
import { readFailure } from "./failure.ts";
import { pagesOf, type Page } from "./pages.ts";
import { compact } from "./shape.ts";
import { cleanText } from "./wording.ts";

/** As many as one page takes. */
const PAGE_SIZE = 400;
const MAX_PAGES = 50;

/** The rules of a listener but its default one; `undefined` when there is no such listener. */
export async function readListenerRules(
  elb: ElasticLoadBalancingV2,
  listenerArn: string,
): Promise<readonly ListenerRuleState[] | undefined> {
  try {
    const pages = await collect((Marker) =>
      elb.describeRules({ ListenerArn: listenerArn, PageSize: PAGE_SIZE, Marker }),
    );
    return pages.flatMap(({ Rules = [] }) => Rules).flatMap(toRule);
  } catch (error) {
    if (readFailure(error).name === "ListenerNotFound") return undefined;
    throw error;
  }
}

/** How many certificates a listener has besides its default one. */
export async function readCertificateCount(
  elb: ElasticLoadBalancingV2,
  listenerArn: string,
): Promise<number> {
  const pages = await collect((Marker) =>
    elb.describeListenerCertificates({ ListenerArn: listenerArn, PageSize: PAGE_SIZE, Marker }),
  );
  return pages.flatMap(({ Certificates = [] }) => Certificates).filter(({ IsDefault }) => IsDefault !== true)
    .length;
}

/** How many target groups there are in the Region. */
export async function readTargetGroupCount(elb: ElasticLoadBalancingV2): Promise<number> {
  const pages = await collect((Marker) => elb.describeTargetGroups({ PageSize: PAGE_SIZE, Marker }));
  return pages.reduce((sum, { TargetGroups = [] }) => sum + TargetGroups.length, 0);
}

/** The limits of the Region. */
export async function readBalancingLimits(elb: ElasticLoadBalancingV2): Promise<BalancingLimits> {
  const pages = await collect((Marker) => elb.describeAccountLimits({ PageSize: PAGE_SIZE, Marker }));
  const limits = new Map(pages.flatMap(({ Limits = [] }) => Limits).map(({ Name, Max }) => [Name, Max]));
  return compact({
    rulesPerBalancer: toNumber(limits.get("rules-per-application-load-balancer")),
    targetGroupsPerBalancer: toNumber(limits.get("target-groups-per-application-load-balancer")),
    targetGroups: toNumber(limits.get("target-groups")),
    certificatesPerBalancer: toNumber(limits.get("certificates-per-application-load-balancer")),
  });
}

/** This service calls the token of a page a marker. */
async function collect<P extends { readonly NextMarker?: string | undefined }>(
  read: (marker: string | undefined) => Promise<P>,
): Promise<readonly P[]> {
  const pages: P[] = [];
  const readPage = async (token: string | undefined): Promise<Page> => {
    const page = await read(token);
    pages.push(page);
    return { NextToken: page.NextMarker };
  };
  const all = pagesOf(readPage, MAX_PAGES);
  while ((await all.next()).done !== true);
  return pages;
}

/** The default rule has a word for a priority. */
function toRule({ Priority, Conditions = [], Actions = [] }: Rule): readonly ListenerRuleState[] {
  const priority = toNumber(Priority);
  if (priority === undefined) return [];
  const targetGroups = Actions.flatMap(({ TargetGroupArn, ForwardConfig }) => [
    TargetGroupArn,
    ...(ForwardConfig?.TargetGroups ?? []).map((group) => group.TargetGroupArn),
  ]).filter((arn) => arn !== undefined);
  return [
    {
      priority,
      conditions: Conditions.flatMap(valuesOf).flatMap((value) => cleanText(value) ?? []),
      targetGroups: [...new Set(targetGroups)],
    },
  ];
}

function valuesOf({ HostHeaderConfig, PathPatternConfig, Values = [] }: RuleCondition): readonly string[] {
  const configured = [...(HostHeaderConfig?.Values ?? []), ...(PathPatternConfig?.Values ?? [])];
  return configured.length === 0 ? Values : configured;
}

function toNumber(text: string | undefined): number | undefined {
  const number = Number(text);
  return text === undefined || !Number.isInteger(number) ? undefined : number;
}
