import type { DnsRecord, ScalingPolicy } from "../model/cloud-drift.ts";
import type { DelegationCase } from "../model/delegation.ts";
import type { AccountDrift, Attachment, SurveyedStack } from "../model/drift.ts";
import { accountDrift } from "../drift/account-drift.ts";
import { attachmentsOf } from "../drift/attachments.ts";
import { declaredRecords } from "../drift/declared-records.ts";
import { dnsFindings } from "../drift/dns-drift.ts";
import { furtherFindings, type FurtherZone } from "../drift/further-zones.ts";
import { NO_FINDINGS, resourceFindings, together, type Findings } from "../drift/resource-drift.ts";
import { scalingFindings } from "../drift/scaling-drift.ts";
import { knownRecords } from "../drift/known-records.ts";
import { strayFindings } from "../drift/stray-records.ts";
import type { ImageAnswers } from "../plan/images.ts";
import { updateOf } from "../plan/upkeep.ts";
import { delegationDrift } from "./delegation-drift.ts";
import { movedImages } from "./deployed-images.ts";
import type { ReadContent } from "./drift-content.ts";
import type { DetectionResult } from "./drift-detections.ts";
import type { Scene, SurveyWork } from "./drift-scene.ts";

/** Everything that a survey has read. */
export interface Readings {
  readonly scene: Scene;
  readonly results: ReadonlyMap<string, DetectionResult>;
  /** By stack id. */
  readonly contents: ReadonlyMap<string, ReadContent>;
  /** Absent when there is no zone yet, or when it was not read. */
  readonly records?: readonly DnsRecord[];
  /** Absent when they were not read. */
  readonly furtherZones?: readonly FurtherZone[];
  readonly policies?: readonly ScalingPolicy[];
  /** What the tags of deployed images stand for; absent when nobody asked. */
  readonly images?: ImageAnswers;
  /** What leads to the zone; absent where nobody is to see to that. */
  readonly delegation?: DelegationCase;
}

/** What a survey found out, with whatever of its readings is there. */
export function driftOf(work: SurveyWork, readings: Readings): AccountDrift {
  const { account, before, clock } = work;
  const now = clock.now();
  const attachments = [...readings.contents.values()].flatMap(attachmentsOf);
  const known = { ...readings, attachments, scalableTargets: scalableTargets(readings), work, now };
  const findings = together([
    ...[...readings.results.values()].map((result) => stackFindings(result, known)),
    strays(known),
    delegationDrift(work, readings.scene, { delegation: readings.delegation, now }),
    readings.images === undefined ? NO_FINDINGS : movedImages(work, readings.scene, readings.images),
  ]);
  return accountDrift({
    account: account.name,
    checkedAt: now,
    stacks: readings.results.size,
    attachments,
    surveyed: surveyedOf(readings),
    findings,
    before,
  });
}

interface Known extends Readings {
  readonly attachments: readonly Attachment[];
  readonly scalableTargets: readonly string[];
  readonly work: SurveyWork;
  readonly now: number;
}

function stackFindings(result: DetectionResult, known: Known): Findings {
  const { app, stack, ignoreDrift } = result.subject;
  const content = known.contents.get(stack.id);
  const subject = {
    account: known.work.account.name,
    app,
    stack: stack.name,
    ignoreDrift,
    now: known.now,
    secrets: content?.secrets ?? [],
    surroundings: {
      scalableTargets: known.scalableTargets,
      attachments: known.attachments,
      neighbours: content?.resources ?? [],
    },
  };
  return together([
    resourceFindings(result.drifts, subject),
    ...(result.unknown === undefined
      ? []
      : [{ ...NO_FINDINGS, unknown: [{ app, stack: stack.name, why: result.unknown }] }]),
    blindSpots(subject, content, known),
  ]);
}

/** What CloudFormation's detection does not see. */
function blindSpots(
  subject: Parameters<typeof resourceFindings>[1],
  content: ReadContent | undefined,
  { records, furtherZones, policies, scene }: Known,
): Findings {
  const deployed = content?.deployed;
  if (deployed === undefined) return NO_FINDINGS;
  const { zone } = scene;
  return together([
    zone === undefined || records === undefined
      ? NO_FINDINGS
      : dnsFindings(declaredRecords(deployed, zone), { ...subject, records }),
    furtherFindings(deployed, furtherZones ?? [], subject),
    policies === undefined ? NO_FINDINGS : scalingFindings({ ...subject, deployed, policies }),
  ]);
}

function scalableTargets({ contents }: Readings): readonly string[] {
  return [...contents.values()].flatMap(({ resources }) =>
    resources.flatMap(({ type, physicalId }) =>
      type === "AWS::ApplicationAutoScaling::ScalableTarget" && physicalId !== undefined ? [physicalId] : [],
    ),
  );
}

/** A survey of some apps only does not look for what belongs to none. A zone that was there before is others' as well. */
function strays({ work, now, scene, contents, records }: Known): Findings {
  const { zone } = scene;
  const isShared = work.account.hostedZone.existing !== undefined;
  if (zone === undefined || records === undefined || work.apps !== undefined || isShared) return NO_FINDINGS;
  const { known, unreadable } = knownRecords([...contents.values()], zone);
  if (unreadable.length > 0) {
    const why = `the names of records that ${unreadable.join(", ")} declares are not known, so nobody can say which records are stray`;
    return { ...NO_FINDINGS, unknown: [{ app: "zone", stack: zone.stack, why }] };
  }
  const rules = work.desired.find(({ app }) => app === "zone")?.ignoreDrift ?? work.account.ignoreDrift;
  return strayFindings({
    account: work.account.name,
    stack: zone.stack,
    zone,
    records,
    known,
    ignoreDrift: rules,
    now,
  });
}

function surveyedOf({ results, contents }: Readings): ReadonlyMap<string, SurveyedStack> {
  return new Map(
    [...results.values()].map(({ subject: { stack } }) => [
      stack.name,
      { stackId: stack.id, state: updateOf(stack), leftovers: contents.get(stack.id)?.leftovers ?? [] },
    ]),
  );
}
