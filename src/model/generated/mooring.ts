// Generated from schema/mooring.schema.json by `npm run gen`; not to be edited.

/**
 * mooring.yaml: settings for the whole environments repository.
 */
export interface MooringFile {
  /**
   * Version of the repository format.
   */
  readonly version: 1;
  /**
   * Written on every stack and the beginning of its name; two repositories never touch each other's stacks.
   */
  readonly name: string;
  /**
   * Nothing is written to any account while it is set: true, or why and until when. Every look says so.
   */
  readonly paused?: boolean | PauseSettings;
  readonly defaults: AccountFile;
  /**
   * When the agent looks without being asked, as cron expressions with five fields.
   */
  readonly schedule: {
    /**
     * When every account is brought in sync.
     */
    readonly sync: string;
    /**
     * When every account is searched for drift.
     */
    readonly drift: string;
    /**
     * Time zone of both.
     */
    readonly timezone: string;
  };
}
/**
 * Paused, and why.
 */
export interface PauseSettings {
  /**
   * Why, on one line; repeated wherever the pause is told of.
   */
  readonly reason?: string;
  /**
   * When the pause ends by itself.
   */
  readonly until?: string;
}
/**
 * Merged under every account.yaml: any field of it.
 */
export interface AccountFile {
  /**
   * The AWS account id: 12 digits, in quotes, because YAML would take it for a number.
   */
  readonly id?: string;
  /**
   * The AWS Region. A second Region is a second account folder.
   */
  readonly region?: string;
  /**
   * Domain of the account's hosted zone, in lower case, without a trailing dot, or more about it. Apps get names below it.
   */
  readonly zone?: string | ZoneSettings;
  /**
   * Further hosted zones that the account owns, by domain: what `hostnames` of its apps may be in. Mooring does not make them.
   */
  readonly zones: {
    /**
     * Id of a Route 53 hosted zone.
     */
    readonly [k: string]: string;
  };
  readonly delegation?: DelegationSettings;
  readonly network: NetworkSettings;
  readonly artifacts: ArtifactSettings;
  /**
   * Who acts in the account. Without roles, the credentials that Mooring itself runs with.
   */
  readonly roles: {
    /**
     * ARN of the role that Mooring assumes.
     */
    readonly deployer?: string;
    /**
     * ARN of the role that CloudFormation works under.
     */
    readonly executor?: string;
    /**
     * ARN of a role that only reads; assumed instead of `deployer` with `--reader`.
     */
    readonly reader?: string;
    /**
     * ARN of the permissions boundary of every role that a blueprint makes. Roles in a Template's own file have to name it themselves.
     */
    readonly boundary?: string;
    /**
     * The external id that the deployer role's trust policy asks for.
     */
    readonly externalId?: string;
  };
  /**
   * How much one pass may delete without being told in removed.yaml.
   */
  readonly prune: {
    /**
     * Number of stacks.
     */
    readonly max: number;
    /**
     * Share of the account's stacks, from 0 to 1.
     */
    readonly share: number;
  };
  /**
   * Accounts that have to have settled on the same commit before this one changes.
   *
   * @maxItems 200
   *
   * Items: Folder name of an account.
   */
  readonly after: readonly string[];
  /**
   * Accounts that may be named in this account's values, by id, zone, Region or in the name of a bucket, secret, image or ARN. Anything else is taken for a copy-and-paste mistake.
   *
   * @maxItems 200
   *
   * Items: Folder name of an account.
   */
  readonly crossAccount: readonly string[];
  /**
   * Take over stacks of the names of `zone` and `network` that are there already and not marked as ours.
   */
  readonly adopt: boolean;
  /**
   * Logical ids of `zone` and `network` whose replacement or deletion is allowed although that loses something: an address, a certificate.
   *
   * @maxItems 500
   *
   * Items: A logical id of one of the two templates.
   */
  readonly allow: readonly string[];
  /**
   * Subscribed to the account's alarm topic; AWS sends a confirmation first.
   */
  readonly alarmEmail?: string;
  /**
   * Nothing is written to this account while it is set: true, or why and until when. Every look says so.
   */
  readonly paused?: boolean | PauseSettings;
  /**
   * When this account may be changed. While a `deny` window is open nothing is changed, and where there are `allow` windows one of them has to be open; bringing a stack back that is half-way already is always allowed. A list here replaces the one of `defaults`.
   *
   * @maxItems 20
   */
  readonly windows: readonly WindowSettings[];
  /**
   * Undo what somebody changed by hand in this account's stacks, as far as it is safe, instead of only reporting it. A placement may say otherwise.
   */
  readonly selfHeal: boolean;
  /**
   * Differences that a person knows of, in any stack of this account: they are not reported and not healed.
   *
   * @maxItems 100
   */
  readonly ignoreDrift: readonly IgnoredDifference[];
}
/**
 * The zone and more about it.
 */
export interface ZoneSettings {
  /**
   * Domain of the hosted zone.
   */
  readonly name: string;
  /**
   * Id of a hosted zone that the account has already: it is used, and none is made.
   */
  readonly existing?: string;
  /**
   * Certificate authorities that may issue certificates for the zone: a CAA record. Amazon's has to be among them.
   *
   * @maxItems 10
   *
   * Items: Domain of a certificate authority.
   */
  readonly caa: readonly string[];
}
/**
 * The zone above this account's, in which Mooring writes the NS records that lead here. It has either `account` or `role`; without any of it somebody else delegates the zone.
 */
export interface DelegationSettings {
  /**
   * Folder name of the account of this repository that has the zone above.
   */
  readonly account?: string;
  /**
   * ARN of a role that may change the zone above, in an account that is not in this repository.
   */
  readonly role?: string;
  /**
   * The external id that the role's trust policy asks for.
   */
  readonly externalId?: string;
  /**
   * Domain of the zone above; without it, this account's zone without its first label.
   */
  readonly parent?: string;
  /**
   * Id of the zone above, when there are several of that name.
   */
  readonly zoneId?: string;
  /**
   * Take over an NS record of this zone's name that is there already and leads elsewhere.
   */
  readonly adopt: boolean;
}
/**
 * The base network that all apps of the account share.
 */
export interface NetworkSettings {
  /**
   * IPv4 range of the VPC. Of one that Mooring makes: /16 to /22, private (RFC 1918 or 100.64.0.0/10), and no other account's.
   */
  readonly cidr?: string;
  readonly existing?: ExistingNetwork;
  /**
   * Over how many availability zones the subnets are spread.
   */
  readonly availabilityZones: 2 | 3;
  /**
   * How tasks reach the internet: `none` puts them into the public subnets with public addresses, `single` shares one NAT gateway, `per-zone` has one in every availability zone.
   */
  readonly nat: "none" | "single" | "per-zone";
  /**
   * Which load balancers the account has.
   */
  readonly balancers: {
    /**
     * The load balancer that the internet reaches.
     */
    readonly public: boolean;
    /**
     * The load balancer that only the VPC reaches.
     */
    readonly internal: boolean;
  };
  /**
   * Security policy of the HTTPS listeners.
   */
  readonly tlsPolicy: string;
  /**
   * After how many idle seconds a load balancer closes a connection.
   */
  readonly idleTimeoutSeconds: number;
  /**
   * Whether the load balancers refuse to be deleted.
   */
  readonly deletionProtection: boolean;
}
/**
 * A VPC that the account has already: it is used, and none is made. `cidr` is its range then.
 */
export interface ExistingNetwork {
  /**
   * Id of the VPC.
   */
  readonly vpc: string;
  /**
   * Ids of subnets with a way in from the internet, in at least two availability zones.
   *
   * @minItems 2
   * @maxItems 6
   *
   * Items: Id of a subnet.
   */
  readonly publicSubnets: readonly string[];
  /**
   * Ids of subnets without one, in at least two availability zones.
   *
   * @minItems 2
   * @maxItems 6
   *
   * Items: Id of a subnet.
   */
  readonly privateSubnets: readonly string[];
  /**
   * Where tasks run: `private` subnets need a way out (a NAT gateway), in `public` ones each task has an address of its own.
   */
  readonly tasks: "private" | "public";
}
/**
 * Where templates go that are too large for a request (over 51,200 bytes).
 */
export interface ArtifactSettings {
  /**
   * Name of a bucket of the account, which `moor bootstrap` makes; without this, `mooring-artifacts-` with id and Region of the account.
   */
  readonly bucket?: string;
}
/**
 * From every match of a cron expression on, for a while. It has either `allow` or `deny`.
 */
export interface WindowSettings {
  /**
   * When a time begins in which the account may be changed: a cron expression with five fields.
   */
  readonly allow?: string;
  /**
   * When a time begins in which it may not: a cron expression with five fields.
   */
  readonly deny?: string;
  /**
   * How long the window stays open, from 1m to 31d (m, h, d).
   */
  readonly duration: string;
  /**
   * Time zone of the cron expression; UTC without it.
   */
  readonly timezone?: string;
  /**
   * Why, on one line.
   */
  readonly reason?: string;
}
/**
 * Differences that are left alone.
 */
export interface IgnoredDifference {
  /**
   * A logical id, or `*` for every resource; of a record that no stack declares, its name and type.
   */
  readonly resource: string;
  /**
   * A JSON pointer into the resource's properties, with everything below it, or `*` for the whole resource.
   */
  readonly property: string;
  /**
   * Why it is left alone, on one line.
   */
  readonly reason: string;
  /**
   * When it is reported again.
   */
  readonly until?: string;
}
