import { userInfo } from "node:os";
import { join } from "node:path";
import type { Adapters, AgentAdapters, AgentSurroundings } from "./cli/adapters.ts";
import type { AgentSettings } from "./cli/agent-settings.ts";
import { mooringFolder } from "./cli/embedded-sandbox.ts";
import { secretAt } from "./cli/secret-place.ts";
import { systemClock } from "./clock/system-clock.ts";
import type { CloudOf } from "./model/cloud.ts";
import type { AgentFile, GithubApp, TemplateHost } from "./model/generated/agent.ts";
import type { Receiver } from "./model/receiver.ts";
import type { Secret } from "./model/secret.ts";
import type { RepositorySource } from "./model/source.ts";
import type { TemplateRepositories } from "./model/template-source.ts";

/** The real adapters; each is imported when it is first asked for, so that `moor --help` waits for none. */
export const adapters: Adapters = {
  clock: systemClock,
  async log({ isVerbose, isForPeople, colour }) {
    const { createWinstonLog } = await import("./log/winston-log.ts");
    return createWinstonLog({
      level: isVerbose ? "debug" : "info",
      format: isForPeople ? "pretty" : "json",
      hasColor: colour,
    });
  },
  async revision(dir) {
    const { readRevision } = await import("./git/revision.ts");
    return readRevision(dir);
  },
  async commitChange(change) {
    const { commitChange } = await import("./git/commit-change.ts");
    return commitChange(change);
  },
  async templates(dir) {
    const { templateRepositories } = await import("./git/template-repositories.ts");
    const { readOwnAddress } = await import("./git/own-address.ts");
    return templateRepositories({
      folder: join(mooringFolder(dir), "templates"),
      base: () => readOwnAddress(dir),
      reader: { kind: "person" },
    });
  },
  async clouds({ repository, endpoint, profile, isSandbox, log }) {
    const { sdkClouds } = await import("./aws/sdk-clouds.ts");
    const { sessionName } = await import("./aws/session-name.ts");
    const common = { sessionName: sessionName(repository, whoami()), endpoint, profile, log };
    if (!isSandbox) return sdkClouds(common);
    const byKeys = new Map<string, CloudOf>();
    return (account) => {
      const owner = account.roles.deployer === undefined ? account.id : BASE_ACCOUNT;
      const clouds = byKeys.get(owner) ?? sdkClouds({ ...common, keys: sandboxKeys(owner) });
      byKeys.set(owner, clouds);
      return clouds(account);
    };
  },
  async history(folder) {
    const { folderHistory } = await import("./history/folder-history.ts");
    return folderHistory({
      folder,
      log: await adapters.log({ isVerbose: false, isForPeople: true, colour: false }),
    });
  },
  agent: agentAdapters,
};

/** The account that assumes the others' roles; it has no stacks of its own. */
const BASE_ACCOUNT = "000000000000";

/** In the sandbox, an access key id that is an account id belongs to that account. */
function sandboxKeys(account: string): { readonly accessKeyId: string; readonly secretAccessKey: string } {
  return { accessKeyId: account, secretAccessKey: "sandbox" };
}

function whoami(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

/** Finds a secret by where the settings say that it is. */
type Secrets = (place: string) => Secret;

async function agentAdapters(settings: AgentSettings, around: AgentSurroundings): Promise<AgentAdapters> {
  const { cronSchedules } = await import("./schedules/cron-schedules.ts");
  const { folderHistory } = await import("./history/folder-history.ts");
  const { prometheusMetrics } = await import("./metrics/prometheus-metrics.ts");
  const { notifier } = await import("./notify/notifier.ts");
  const { serve } = await import("./http/serve.ts");
  const { log } = around;
  const { listen, data, file } = settings;
  const secrets: Secrets = (place) => secretAt(place, around.env);
  const metrics = prometheusMetrics();
  return {
    source: await sourceFor(settings, secrets),
    templates: await templatesFor(settings, secrets),
    schedules: cronSchedules(log),
    history: folderHistory({ folder: join(data, "history"), log }),
    metrics,
    notifier: notifier({
      receivers: await receiversFor(file, secrets),
      clock: systemClock,
      log,
      delivered: (receiver, result) => metrics.delivered(receiver, result),
      folder: join(data, "told"),
    }),
    serve: async (face) =>
      listen === undefined
        ? undefined
        : serve(face, {
            ...listen,
            ...(file.api.token === undefined ? {} : { token: secrets(file.api.token) }),
            webhooks: webhookSecrets(file, secrets),
            branch: settings.source.kind === "remote" ? settings.source.branch : "",
            log,
            now: () => systemClock.now(),
          }),
  };
}

function webhookSecrets({ webhooks }: AgentFile, secrets: Secrets) {
  const entries = Object.entries(webhooks).map(([host, { secret }]) => [host, secrets(secret)] as const);
  return Object.fromEntries(entries);
}

async function sourceFor({ source, data, file }: AgentSettings, secrets: Secrets): Promise<RepositorySource> {
  if (source.kind === "folder") {
    const { folderSource } = await import("./git/folder-source.ts");
    return folderSource({ dir: source.dir });
  }
  const { remoteSource } = await import("./git/remote-source.ts");
  const { url, branch, path } = source;
  return remoteSource({
    url,
    branch,
    path,
    folder: join(data, "repository"),
    auth: await authFor(file.repository.auth, secrets),
    verify: file.verify,
  });
}

async function templatesFor(
  { source, data, file }: AgentSettings,
  secrets: Secrets,
): Promise<TemplateRepositories> {
  const { templateRepositories } = await import("./git/template-repositories.ts");
  const { readOwnAddress } = await import("./git/own-address.ts");
  const { readRemote } = await import("./git/remote-url.ts");
  const termsOf = async ({ auth, verify = file.verify }: Pick<TemplateHost, "auth" | "verify">) => ({
    auth: await authFor(auth, secrets),
    verify,
  });
  const listed = file.templates.map(async (host) => ({ url: host.url, ...(await termsOf(host)) }));
  return templateRepositories({
    folder: join(data, "templates"),
    base: async () => (source.kind === "folder" ? readOwnAddress(source.dir) : readRemote(source.url).url),
    reader: {
      kind: "program",
      neighbours: await termsOf({ auth: file.repository.auth }),
      listed: await Promise.all(listed),
    },
  });
}

async function authFor(auth: AgentFile["repository"]["auth"], secrets: Secrets) {
  const { sshKey, knownHosts, token, user, githubApp } = auth;
  if (sshKey !== undefined) return { ssh: { key: secrets(sshKey), knownHosts } };
  if (githubApp !== undefined) return { token: { user, token: await appToken(githubApp, secrets) } };
  return token === undefined ? {} : { token: { user, token: secrets(token) } };
}

async function appToken(app: GithubApp, secrets: Secrets): Promise<Secret> {
  const { githubAppToken } = await import("./hosts/github-app-token.ts");
  return githubAppToken({ ...app, privateKey: secrets(app.privateKey) });
}

function receiversFor({ notifications }: AgentFile, secrets: Secrets): Promise<readonly Receiver[]> {
  return Promise.all(notifications.map((receiver) => receiverFor(receiver, secrets)));
}

async function receiverFor(
  receiver: AgentFile["notifications"][number],
  secrets: Secrets,
): Promise<Receiver> {
  switch (receiver.kind) {
    case "slack": {
      const { slackReceiver } = await import("./notify/slack-receiver.ts");
      return slackReceiver({ ...receiver, url: secrets(receiver.url) });
    }
    case "webhook": {
      const { webhookReceiver } = await import("./notify/webhook-receiver.ts");
      return webhookReceiver({ ...receiver, secret: secrets(receiver.secret) });
    }
    case "github": {
      const { githubStatuses } = await import("./hosts/github-statuses.ts");
      const { githubApp, token, ...rest } = receiver;
      const proof = githubApp === undefined ? secrets(token ?? "") : await appToken(githubApp, secrets);
      return githubStatuses({ ...rest, token: proof });
    }
    case "gitlab": {
      const { gitlabStatuses } = await import("./hosts/gitlab-statuses.ts");
      return gitlabStatuses({ ...receiver, token: secrets(receiver.token) });
    }
  }
}
