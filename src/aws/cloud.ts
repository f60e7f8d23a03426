import type { STS } from "@aws-sdk/client-sts";
import type { ChangeSet } from "../model/change-set.ts";
import {
  CloudError,
  type ChangeSetRequest,
  type Cloud,
  type ExecutionOptions,
  type Identity,
  type OperationOptions,
  type WriteResult,
} from "../model/cloud.ts";
import type { CheckReads } from "../model/cloud-checks.ts";
import type {
  Detection,
  DetectionStart,
  DnsRecord,
  ResourceDrift,
  ScalingPolicy,
  StackResource,
} from "../model/cloud-drift.ts";
import type { HostedZone, RecordChange } from "../model/cloud-dns.ts";
import type { ImageAnswer } from "../model/cloud-images.ts";
import type { TaggedImage } from "../model/image-reference.ts";
import type { ReleaseMark, ReleaseRun, ReleaseState, ReleaseTask } from "../model/release.ts";
import type { ObservedStack, Operation, ResourceEvent } from "../model/observed-stack.ts";
import { readLastLines } from "./log-lines.ts";
import { readRelease } from "./release-task.ts";
import { markRelease, runRelease, stopRelease } from "./release-writes.ts";
import { sdkChecks } from "./checks.ts";
import { uploadTemplate, type Upload } from "./artifacts.ts";
import { readChangeSet, readChangeSetNames } from "./change-sets.ts";
import type { Connection } from "./connection.ts";
import { readImage } from "./images.ts";
import { readDeploymentFailure } from "./deployment-failure.ts";
import { detectDrift, readDetection, readResourceDrifts, readStackResources } from "./drift.ts";
import { readHostedZones, readNameServers } from "./hosted-zones.ts";
import { readEvents } from "./progress.ts";
import { changeRecords } from "./record-changes.ts";
import {
  continueRollback,
  createChangeSet,
  deleteChangeSet,
  deleteStack,
  executeChangeSet,
  rollBack,
} from "./requests.ts";
import { readOperations } from "./root-cause.ts";
import { readScalingPolicies } from "./scaling-policies.ts";
import { required } from "./shape.ts";
import { sweep } from "./sweep.ts";
import { readTemplate } from "./template.ts";
import { readRecordsNamed, readRecordsWithin, readZoneRecords } from "./zone-records.ts";

/** The `Cloud` port on AWS's SDK. Safe to share: it holds no state but the identity of the credentials at hand. */
export class SdkCloud implements Cloud {
  readonly checks: CheckReads;
  readonly #connection: Connection;
  #known: { readonly signer: string; readonly identity: Identity } | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.checks = sdkChecks(connection);
  }

  async identify(): Promise<Identity> {
    const signer = await this.#connection.signer();
    if (this.#known?.signer !== signer)
      this.#known = { signer, identity: await this.#connection.with("sts", readIdentity) };
    return this.#known.identity;
  }

  sweep(): Promise<readonly ObservedStack[]> {
    return this.#connection.with("cloudformation", sweep);
  }

  operations(stackId: string): Promise<readonly Operation[]> {
    return this.#connection.with("cloudformation", (cfn) =>
      readOperations(cfn, stackId, (failed) =>
        this.#connection.try("ecs", (ecs) => readDeploymentFailure(ecs, failed)),
      ),
    );
  }

  template(stackId: string): Promise<string | undefined> {
    return this.#connection.with("cloudformation", (cfn) => readTemplate(cfn, stackId));
  }

  changeSetNames(stackId: string): Promise<readonly string[]> {
    return this.#connection.with("cloudformation", (cfn) => readChangeSetNames(cfn, stackId));
  }

  changeSet(stack: string, name: string): Promise<ChangeSet | undefined> {
    return this.#connection.with("cloudformation", (cfn) => readChangeSet(cfn, stack, name));
  }

  events(stackId: string, afterEventId?: string): Promise<readonly ResourceEvent[]> {
    return this.#connection.with("cloudformation", (cfn) => readEvents(cfn, stackId, afterEventId));
  }

  async createChangeSet(request: ChangeSetRequest): Promise<WriteResult> {
    const upload = await this.#upload(request);
    if (upload !== undefined && upload.kind !== "uploaded") return upload;
    return this.#connection.with("cloudformation", (cfn) => createChangeSet(cfn, request, upload?.url));
  }

  async #upload({
    template,
    artifacts,
  }: ChangeSetRequest): Promise<Upload | Extract<WriteResult, { kind: "conflict" }> | undefined> {
    if (artifacts === undefined) return undefined;
    const place = { ...artifacts, region: this.#connection.region };
    try {
      return await this.#connection.with("s3", (s3) => uploadTemplate(s3, template, place));
    } catch (error) {
      if (!(error instanceof CloudError) || !error.mayRetry) throw error;
      return { kind: "conflict", message: error.message };
    }
  }

  executeChangeSet(changeSet: ChangeSet, options: ExecutionOptions): Promise<WriteResult> {
    return this.#connection.with("cloudformation", (cfn) => executeChangeSet(cfn, changeSet, options));
  }

  deleteChangeSet(changeSet: ChangeSet): Promise<WriteResult> {
    return this.#connection.with("cloudformation", (cfn) => deleteChangeSet(cfn, changeSet));
  }

  deleteStack(stackId: string, options: OperationOptions): Promise<WriteResult> {
    return this.#connection.with("cloudformation", (cfn) => deleteStack(cfn, stackId, options));
  }

  rollBack(stackId: string, options: OperationOptions): Promise<WriteResult> {
    return this.#connection.with("cloudformation", (cfn) => rollBack(cfn, stackId, options));
  }

  continueRollback(stackId: string, options: OperationOptions): Promise<WriteResult> {
    return this.#connection.with("cloudformation", (cfn) => continueRollback(cfn, stackId, options));
  }

  detectDrift(stackId: string): Promise<DetectionStart> {
    return this.#connection.with("cloudformation", (cfn) => detectDrift(cfn, stackId));
  }

  detection(id: string): Promise<Detection> {
    return this.#connection.with("cloudformation", (cfn) => readDetection(cfn, id));
  }

  resourceDrifts(stackId: string): Promise<readonly ResourceDrift[]> {
    return this.#connection.with("cloudformation", (cfn) => readResourceDrifts(cfn, stackId));
  }

  stackResources(stackId: string): Promise<readonly StackResource[]> {
    return this.#connection.with("cloudformation", (cfn) => readStackResources(cfn, stackId));
  }

  zoneRecords(zoneId: string): Promise<readonly DnsRecord[] | undefined> {
    return this.#connection.with("route53", (route53) => readZoneRecords(route53, zoneId));
  }

  recordsNamed(zoneId: string, names: readonly string[]): Promise<readonly DnsRecord[] | undefined> {
    return this.#connection.with("route53", (route53) => readRecordsNamed(route53, zoneId, names));
  }

  hostedZones(domain: string): Promise<readonly HostedZone[]> {
    return this.#connection.with("route53", (route53) => readHostedZones(route53, domain));
  }

  recordsWithin(zoneId: string, domain: string): Promise<readonly DnsRecord[] | undefined> {
    return this.#connection.with("route53", (route53) => readRecordsWithin(route53, zoneId, domain));
  }

  nameServers(zoneId: string): Promise<readonly string[] | undefined> {
    return this.#connection.with("route53", (route53) => readNameServers(route53, zoneId));
  }

  changeRecords(zoneId: string, changes: readonly RecordChange[], comment: string): Promise<WriteResult> {
    return this.#connection.with("route53", (it) => changeRecords(it, { zoneId, changes, comment }));
  }

  scalingPolicies(policyArns: readonly string[]): Promise<readonly ScalingPolicy[]> {
    return this.#connection.with("application-autoscaling", (it) => readScalingPolicies(it, policyArns));
  }

  async image(image: TaggedImage): Promise<ImageAnswer> {
    try {
      return await this.#connection.with("ecr", (ecr) => readImage(ecr, image), image.region);
    } catch (error) {
      if (!(error instanceof CloudError) || error.kind !== "denied") throw error;
      return { kind: "denied", message: error.message };
    }
  }

  async release(release: ReleaseTask, now: number): Promise<ReleaseState> {
    const seen = await this.#connection.with("ecs", (ecs) => readRelease(ecs, release, now));
    if (seen.kind !== "failed") return seen;
    const { kind, attempt, task, why } = seen;
    const lines = await this.#connection.try("logs", (logs) => readLastLines(logs, release, task));
    return { kind, attempt, why, lines: lines ?? [] };
  }

  runRelease(release: ReleaseTask, attempt: number): Promise<WriteResult> {
    return this.#connection.with("ecs", (ecs) => runRelease(ecs, release, attempt));
  }

  stopRelease(release: ReleaseTask, run: ReleaseRun, reason: string): Promise<WriteResult> {
    return this.#connection.with("ecs", (ecs) => stopRelease(ecs, release, run, reason));
  }

  markRelease(release: ReleaseTask, mark: ReleaseMark): Promise<WriteResult> {
    return this.#connection.with("ecs", (ecs) => markRelease(ecs, release, mark));
  }

  calls(): Readonly<Record<string, number>> {
    return this.#connection.calls();
  }

  throttles(): Readonly<Record<string, number>> {
    return this.#connection.throttles();
  }
}

async function readIdentity(sts: STS): Promise<Identity> {
  const { Account, Arn } = await sts.getCallerIdentity({});
  return { account: required(Account, "account"), arn: required(Arn, "caller ARN") };
}
