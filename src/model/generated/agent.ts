// Generated from schema/agent.schema.json by `npm run gen`; not to be edited.

/**
 * agent.yaml: what the operator of `moor agent` decides. It lies beside the agent, never in the environments repository. A secret is named by where it is read: `env:NAME` or `file:/path`.
 */
export interface AgentFile {
  /**
   * The environments repository. `--repo`, `--branch`, `--path` and `--interval` come before it.
   */
  readonly repository: {
    /**
     * Where it is cloned from (https, ssh, or a path), without any credential in it.
     */
    readonly url?: string;
    /**
     * The one branch that is followed.
     */
    readonly branch: string;
    /**
     * Folder in the repository that holds mooring.yaml.
     */
    readonly path: string;
    /**
     * How often the repository is asked for news (s, m, h); `off` leaves it to webhooks and the API.
     */
    readonly interval: string;
    readonly auth: GitAuth;
  };
  readonly verify: Verification;
  /**
   * Repositories that templates of apps may come from, besides those next to the environments repository, which are named relative to it and reached like it.
   *
   * @maxItems 100
   */
  readonly templates: readonly TemplateHost[];
  /**
   * Folder for the clone and the history. It may be lost without harm. `--data` comes before it.
   */
  readonly data?: string;
  /**
   * Address and port for health, metrics, status, API and webhooks; `off` listens nowhere.
   */
  readonly listen: string;
  /**
   * Accounts that are worked on at once.
   */
  readonly concurrency: number;
  /**
   * What may be asked of the agent over HTTP. Without a token the API only reads.
   */
  readonly api: {
    /**
     * Bearer token for POST requests.
     */
    readonly token?: string;
  };
  /**
   * Git hosts that may tell of a push, each at /webhooks/<name>, and how they prove who they are.
   */
  readonly webhooks: {
    readonly github?: WebhookSecret;
    readonly gitlab?: WebhookSecret;
    readonly bitbucket?: WebhookSecret;
    readonly generic?: WebhookSecret;
  };
  /**
   * Who is told of events.
   *
   * @maxItems 50
   */
  readonly notifications: readonly (SlackReceiver | WebhookReceiver | GithubReceiver | GitlabReceiver)[];
}
/**
 * How the agent proves who it is to the Git host: an SSH key, a token, or a GitHub App. None for a public repository or a path.
 */
export interface GitAuth {
  /**
   * Private key for ssh, without a passphrase.
   */
  readonly sshKey?: string;
  /**
   * File of host keys; required for ssh, because nobody is there to say yes.
   */
  readonly knownHosts?: string;
  /**
   * Token for https.
   */
  readonly token?: string;
  /**
   * User name that goes with the token.
   */
  readonly user: string;
  readonly githubApp?: GithubApp;
}
/**
 * A GitHub App whose installation tokens are made when they are needed.
 */
export interface GithubApp {
  /**
   * Number of the app.
   */
  readonly appId: number;
  /**
   * Number of its installation.
   */
  readonly installationId: number;
  /**
   * PEM of the app's private key.
   */
  readonly privateKey: string;
  /**
   * Address of the API of a GitHub Enterprise Server.
   */
  readonly apiUrl: string;
}
/**
 * Which commits and tags may be applied. It stands here and not in the repository, because whoever can push there must not be able to switch it off.
 */
export interface Verification {
  /**
   * `required`: what bears no good signature of an allowed signer is not applied. `off`: signatures are not looked at.
   */
  readonly mode: "off" | "required";
  /**
   * File of SSH signers in the format of ssh-keygen's ALLOWED SIGNERS.
   */
  readonly allowedSigners?: string;
  /**
   * File of armoured OpenPGP public keys whose signatures are accepted.
   */
  readonly gpgKeys?: string;
}
/**
 * One repository, or all below an address.
 */
export interface TemplateHost {
  /**
   * URL of the repository, or the beginning of several URLs (https, ssh), without any credential in it.
   */
  readonly url: string;
  readonly auth: GitAuth;
  readonly verify?: TemplateVerification;
}
/**
 * Which commits and tags may be used; as `verify` of the agent without it.
 */
export interface TemplateVerification {
  /**
   * `required`: what bears no good signature of an allowed signer is not applied. `off`: signatures are not looked at.
   */
  readonly mode: "off" | "required";
  /**
   * File of SSH signers in the format of ssh-keygen's ALLOWED SIGNERS.
   */
  readonly allowedSigners?: string;
  /**
   * File of armoured OpenPGP public keys whose signatures are accepted.
   */
  readonly gpgKeys?: string;
}
export interface WebhookSecret {
  /**
   * The shared secret.
   */
  readonly secret: string;
}
/**
 * A channel behind an incoming webhook of Slack, Mattermost or another program that takes the same.
 */
export interface SlackReceiver {
  /**
   * A Slack-compatible incoming webhook.
   */
  readonly kind: "slack";
  /**
   * The webhook's address, which is itself a secret.
   */
  readonly url: string;
  /**
   * Which events; all without it.
   *
   * @maxItems 7
   */
  readonly events?: readonly (
    "applied" | "failed" | "held" | "drifted" | "healed" | "pruned" | "recovered"
  )[];
  /**
   * Of which accounts; all without it.
   *
   * @maxItems 200
   *
   * Items: Folder name of an account.
   */
  readonly accounts?: readonly string[];
}
/**
 * Any program that takes a JSON document, signed with HMAC-SHA256.
 */
export interface WebhookReceiver {
  /**
   * A generic signed webhook.
   */
  readonly kind: "webhook";
  /**
   * Where it is posted.
   */
  readonly url: string;
  /**
   * The key of the signature.
   */
  readonly secret: string;
  /**
   * Which events; all without it.
   *
   * @maxItems 7
   */
  readonly events?: readonly (
    "applied" | "failed" | "held" | "drifted" | "healed" | "pruned" | "recovered"
  )[];
  /**
   * Of which accounts; all without it.
   *
   * @maxItems 200
   *
   * Items: Folder name of an account.
   */
  readonly accounts?: readonly string[];
}
/**
 * Commit statuses at GitHub, one an account: `mooring/<account>`.
 */
export interface GithubReceiver {
  /**
   * Commit statuses at GitHub.
   */
  readonly kind: "github";
  /**
   * Owner and name.
   */
  readonly repository: string;
  /**
   * A token that may write commit statuses.
   */
  readonly token?: string;
  readonly githubApp?: GithubApp;
  /**
   * Address of the API of a GitHub Enterprise Server.
   */
  readonly apiUrl: string;
  /**
   * Of which accounts; all without it.
   *
   * @maxItems 200
   *
   * Items: Folder name of an account.
   */
  readonly accounts?: readonly string[];
}
/**
 * Commit statuses at GitLab, one an account: `mooring/<account>`.
 */
export interface GitlabReceiver {
  /**
   * Commit statuses at GitLab.
   */
  readonly kind: "gitlab";
  /**
   * Number or path of the project.
   */
  readonly project: string;
  /**
   * A token with the scope api.
   */
  readonly token: string;
  /**
   * Address of the GitLab server.
   */
  readonly url: string;
  /**
   * Of which accounts; all without it.
   *
   * @maxItems 200
   *
   * Items: Folder name of an account.
   */
  readonly accounts?: readonly string[];
}
