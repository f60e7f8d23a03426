/** Stands where a secret was. */
export const REDACTED = "[redacted]";

/** A text without what looks like a credential in it, cut where it is longer than a log line should be. */
export function redactText(text: string): string {
  const cut = text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}… (${text.length - MAX_TEXT} more)`;
  return PATTERNS.reduce((rest, { pattern, replacement }) => rest.replace(pattern, replacement), cut);
}

/** UTF-16 units; what is looked through is bounded, because it comes from outside. */
const MAX_TEXT = 16_000;

interface Pattern {
  readonly pattern: RegExp;
  readonly replacement: string;
}

const PATTERNS: readonly Pattern[] = [
  {
    pattern:
      /-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY( BLOCK)?-----|$)/g,
    replacement: REDACTED,
  },
  // User name and password in an address, and what is signed or proved in its query.
  { pattern: /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]+@/gi, replacement: `$1${REDACTED}@` },
  {
    pattern:
      /([?&](?:[a-z0-9_-]*(?:token|secret|signature|password|credential)|key|api_?key|sig|code)=)[^&\s"'<>]+/gi,
    replacement: `$1${REDACTED}`,
  },
  // Webhooks whose path is the secret: Slack, Discord, Microsoft Teams.
  {
    pattern: /(\bhooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)[^\s"'<>]+/gi,
    replacement: `$1${REDACTED}`,
  },
  {
    pattern:
      /(\b(?:discord(?:app)?\.com\/api\/webhooks|[a-z0-9-]{1,63}\.webhook\.office\.com\/webhookb2)\/)[^\s"'<>]+/gi,
    replacement: `$1${REDACTED}`,
  },
  // Headers.
  {
    pattern:
      /(\b(?:authorization|private-token|x-gitlab-token|x-api-key|cookie)["']?\s*[:=]\s*["']?)[^"'\r\n,;]+/gi,
    replacement: `$1${REDACTED}`,
  },
  { pattern: /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, replacement: `$1 ${REDACTED}` },
  // AWS: key ids, session tokens by how they begin, and whatever is assigned to a telling name.
  { pattern: /\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g, replacement: `$1${REDACTED}` },
  { pattern: /\b(FwoG|FQoG|IQoJ)[A-Za-z0-9+/=]{40,}/g, replacement: REDACTED },
  {
    pattern:
      /((?:secret|session|security)[-_ ]?(?:access[-_ ]?)?(?:key|token)["']?\s*[=:>]\s*["']?)[^\s"'&<,;]+/gi,
    replacement: `$1${REDACTED}`,
  },
  { pattern: /((?:password|passwd|pwd)["']?\s*[=:]\s*["']?)[^\s"'&<,;]+/gi, replacement: `$1${REDACTED}` },
  // Tokens by how they begin: GitHub, GitLab, Slack, Bitbucket and Atlassian; JSON Web Tokens.
  {
    pattern:
      /\b(gh[pousr]_|github_pat_|gl(?:pat|dt|rt|cbt|ptt|ft|agent|soat|oas)-|xox[a-z]-|xapp-|ATBB|ATCTT3x|ATATT3x)[A-Za-z0-9_=.-]{10,}/g,
    replacement: `$1${REDACTED}`,
  },
  { pattern: /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g, replacement: REDACTED },
  // Bare secret keys of AWS; last, because it would hide how other secrets begin.
  {
    pattern:
      /(?<![A-Za-z0-9/+])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*[0-9])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
    replacement: REDACTED,
  },
];
