/**
 * The secrets that are recognised by their own shape, as data. Reviewed 2026-11; a new kind of token is one entry here
 * and one row in `secret-patterns.test.ts`.
 *
 * Every entry begins with a literal (an anchor), so that one scan over the text finds all places worth a closer look, and
 * every quantifier is bounded, so that the closer look costs a bounded number of steps. No checksum is verified: a revoked
 * or mistyped token is masked too.
 */
export interface SecretPattern {
  /** What stands in the placeholder. */
  readonly name: string;
  /** Lower case; every match begins with one of them, in any case that `pattern` allows. */
  readonly anchors: readonly string[];
  /** Sticky, tried where an anchor begins. Group 1, where there is one, is the secret, and ends the match. */
  readonly pattern: RegExp;
  /** The anchor is short or common: it counts only where a word begins. */
  readonly startsWord?: true;
  /** Bits a character that the secret has at least: kills `sk-aaaaaaaa` and words. */
  readonly minEntropy?: number;
  /** A further look at the secret, see plausible-secret.ts. */
  readonly check?: 'opaque' | 'basic-credentials' | 'pem-block' | 'no-word';
  /** Where the shape is documented. */
  readonly source: string;
}

export const SECRET_PATTERNS: readonly SecretPattern[] = [
  {
    name: 'private-key',
    anchors: ['-----begin '],
    // Up to the end line; where the text breaks off before it, as far as lines of base64 go.
    pattern:
      /-----BEGIN (?:[A-Z0-9]{1,16} ){0,4}PRIVATE KEY(?: BLOCK)?-----(?:(?:(?!-----)[\s\S]){0,32768}-----END [A-Z0-9 ]{0,64}-----|(?:[A-Za-z0-9+/=\s\\,:.>|]|-(?!-)){0,32768})/y,
    check: 'pem-block',
    source: 'RFC 7468, RFC 1421, RFC 9580 section 6.2',
  },
  {
    name: 'aws-access-key-id',
    anchors: ['akia', 'asia', 'abia', 'acca'],
    pattern: /(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/y,
    startsWord: true,
    source: 'AWS IAM user guide, unique identifiers',
  },
  {
    name: 'aws-secret-access-key',
    anchors: [
      'secret_access_key',
      'secretaccesskey',
      'secret-access-key',
      'secret access key',
      'aws_secret',
      'aws secret',
    ],
    pattern:
      /(?:aws[_ -]?)?secret[_ -]?(?:access[_ -]?)?(?:key)?(?:\s?\[[^\]\n]{0,30}\])?["'\\]{0,16}\s{0,4}(?:=>|:=|=|:|,|is|%3[AD])?\s{0,4}["'\\]{0,16}([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/iy,
    minEntropy: 3.5,
    source: 'AWS IAM user guide, access keys: 40 characters of base64',
  },
  {
    name: 'google-api-key',
    anchors: ['aiza'],
    pattern: /AIza[A-Za-z0-9_-]{35}/y,
    minEntropy: 3,
    source: 'Google Cloud documentation, API keys (Maps, Gemini, Firebase)',
  },
  {
    name: 'google-oauth-token',
    anchors: ['ya29.', 'gocspx-', '1//0'],
    pattern: /(?:ya29\.[A-Za-z0-9_-]{20,2048}|GOCSPX-[A-Za-z0-9_-]{20,64}|1\/\/0[A-Za-z0-9_-]{30,512})/y,
    startsWord: true,
    source: 'Google identity documentation, token formats',
  },
  {
    name: 'azure-key',
    anchors: ['accountkey=', 'sharedaccesskey=', 'accountkey%3d', 'sharedaccesskey%3d'],
    pattern: /(?:Account|SharedAccess)Key(?:=|%3D)([A-Za-z0-9+/%]{20,128}={0,2})/iy,
    source: 'Azure Storage, Service Bus and Event Hubs documentation, connection strings',
  },
  {
    name: 'azure-sas-signature',
    anchors: ['sig=', 'sig%3d'],
    pattern: /sig(?:=|%3D)([A-Za-z0-9+/%]{40,160}={0,2})/iy,
    startsWord: true,
    minEntropy: 3.5,
    source: 'Azure Storage documentation, shared access signatures',
  },
  {
    name: 'azure-client-secret',
    anchors: ['q~'],
    pattern: /(?<=[A-Za-z0-9_~.]{3}\d)Q~[A-Za-z0-9_~.-]{31,34}/y,
    source: 'Microsoft Entra documentation, application secrets',
  },
  {
    name: 'anthropic-api-key',
    anchors: ['sk-ant-'],
    pattern: /sk-ant-[A-Za-z0-9_-]{16,255}/y,
    source: 'Anthropic API documentation: sk-ant-api03-, sk-ant-admin01-, sk-ant-oat01-',
  },
  {
    name: 'openai-api-key',
    anchors: ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-none-'],
    pattern: /sk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{16,255}/y,
    source: 'OpenAI API documentation, keys',
  },
  {
    name: 'langfuse-key',
    anchors: ['sk-lf-', 'pk-lf-'],
    pattern: /[sp]k-lf-[0-9a-f-]{32,40}/y,
    source: 'Langfuse documentation: prefix and UUID',
  },
  {
    name: 'openrouter-api-key',
    anchors: ['sk-or-'],
    pattern: /sk-or-(?:v\d-)?[A-Za-z0-9]{32,128}/y,
    startsWord: true,
    source: 'OpenRouter documentation',
  },
  {
    name: 'api-key',
    anchors: ['sk-'],
    pattern: /sk-[A-Za-z0-9]{24,128}(?![A-Za-z0-9_-])/y,
    startsWord: true,
    minEntropy: 3,
    source: 'OpenAI keys before 2024, and the many services that copied the form',
  },
  {
    name: 'hugging-face-token',
    anchors: ['hf_', 'api_org_'],
    pattern: /(?:hf|api_org)_[A-Za-z0-9]{30,64}/y,
    startsWord: true,
    source: 'Hugging Face documentation, user access tokens',
  },
  {
    name: 'github-token',
    anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})/y,
    source: 'GitHub documentation, token formats',
  },
  {
    name: 'gitlab-token',
    anchors: [
      'glpat-',
      'gldt-',
      'glrt-',
      'glcbt-',
      'glptt-',
      'glft-',
      'glsoat-',
      'glimt-',
      'glagent-',
      'gloas-',
    ],
    pattern: /gl(?:pat|dt|rt|cbt|ptt|ft|soat|imt|agent|oas)-[A-Za-z0-9_.-]{20,255}/y,
    source: 'GitLab documentation, token prefixes',
  },
  {
    name: 'slack-token',
    anchors: ['xoxa-', 'xoxb-', 'xoxp-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxe.xox', 'xapp-'],
    pattern: /(?:xox[abeprs][.-](?:xox[bp]-)?|xapp-)[A-Za-z0-9-]{10,255}/y,
    source: 'Slack documentation, token types',
  },
  {
    name: 'slack-webhook',
    anchors: ['hooks.slack.com/'],
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9+/]{20,128})/iy,
    source: 'Slack documentation, incoming webhooks',
  },
  {
    name: 'discord-webhook',
    anchors: ['discord.com/api/webhooks/', 'discordapp.com/api/webhooks/'],
    pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{5,25}\/([A-Za-z0-9_-]{30,128})/iy,
    source: 'Discord documentation, webhooks',
  },
  {
    name: 'stripe-key',
    anchors: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_'],
    pattern: /(?:[sr]k_(?:live|test)_[A-Za-z0-9]{10,255}|whsec_[A-Za-z0-9+/=]{24,128})/y,
    source: 'Stripe documentation, API keys',
  },
  {
    name: 'twilio-api-key',
    anchors: ['sk'],
    pattern: /SK[0-9a-f]{32}(?![A-Za-z0-9])/y,
    startsWord: true,
    source: 'Twilio documentation, API keys',
  },
  {
    name: 'sendgrid-api-key',
    anchors: ['sg.'],
    pattern: /SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}/y,
    startsWord: true,
    source: 'SendGrid documentation, API keys',
  },
  {
    name: 'npm-token',
    anchors: ['npm_'],
    pattern: /npm_[A-Za-z0-9]{36,64}/y,
    startsWord: true,
    source: 'npm documentation, access tokens',
  },
  {
    name: 'pypi-token',
    anchors: ['pypi-ag'],
    pattern: /pypi-Ag[A-Za-z0-9_-]{50,512}/y,
    source: 'PyPI documentation, API tokens (macaroons in base64)',
  },
  {
    name: 'docker-token',
    anchors: ['dckr_pat_', 'dckr_oat_'],
    pattern: /dckr_[po]at_[A-Za-z0-9_-]{20,128}/y,
    source: 'Docker documentation, access tokens',
  },
  {
    name: 'databricks-token',
    anchors: ['dapi'],
    pattern: /dapi[0-9a-f]{32}(?:-\d)?(?![A-Za-z0-9])/y,
    startsWord: true,
    source: 'Databricks documentation, personal access tokens',
  },
  {
    name: 'telegram-bot-token',
    anchors: [':aa'],
    pattern: /(?<=(?<!\d)\d{8,10}):(AA[A-Za-z0-9_-]{32,33})(?![A-Za-z0-9_-])/y,
    source: 'Telegram bot API: id, colon, 35 characters',
  },
  {
    name: 'jwt',
    anchors: ['eyj'],
    pattern: /eyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{8,16384}\.[A-Za-z0-9_-]{8,4096}/y,
    startsWord: true,
    source: 'RFC 7519, RFC 7515 section 3.1',
  },
  {
    name: 'bearer-token',
    anchors: ['bearer'],
    pattern: /bearer(?:\s|%20|\+|\\[nt]){1,3}([A-Za-z0-9._~+/=%:|-]{12,4096})/iy,
    startsWord: true,
    check: 'opaque',
    source: 'RFC 6750 section 2.1',
  },
  {
    name: 'basic-credentials',
    anchors: ['basic'],
    pattern: /basic(?:\s|%20|\+){1,3}([A-Za-z0-9+/_=-]{6,1024})/iy,
    startsWord: true,
    check: 'basic-credentials',
    source: 'RFC 7617 section 2',
  },
  {
    name: 'url-password',
    // Slashes are escaped in the JSON of PHP, once more in JSON inside that.
    anchors: ['://', ':\\/', ':\\\\/', ':\\\\\\/', '%3a%2f%2f'],
    pattern:
      /(?::(?:\\{0,3}\/){2}[^\s/?#@:"'`<>\\%[\]^{|}]{0,128}:([^\s/?#"'`<>\\]{3,256})(?=@)|%3A%2F%2F[A-Za-z0-9._~+-]{0,128}%3A([A-Za-z0-9._~+%!$*-]{3,256}?)(?=%40))/iy,
    check: 'no-word',
    source: 'RFC 3986 section 3.2.1',
  },
  // Services that agents use most.
  {
    name: 'llm-api-key',
    anchors: [
      'gsk_',
      'xai-',
      'pplx-',
      'nvapi-',
      'r8_',
      'pcsk_',
      'tvly-',
      'fc-',
      'e2b_',
      'lsv2_pt_',
      'lsv2_sk_',
    ],
    pattern:
      /(?:gsk_[A-Za-z0-9]{32,128}|xai-[A-Za-z0-9]{40,128}|pplx-[A-Za-z0-9]{32,128}|nvapi-[A-Za-z0-9_-]{40,128}|r8_[A-Za-z0-9]{30,64}|pcsk_[A-Za-z0-9_]{30,128}|tvly-[A-Za-z0-9-]{20,64}|fc-[0-9a-f]{32}|e2b_[0-9a-f]{40}|lsv2_[ps][tk]_[0-9a-f]{32}_[0-9a-f]{10})(?![A-Za-z0-9])/y,
    startsWord: true,
    source:
      "the services' own documentation: Groq, xAI, Perplexity, NVIDIA, Replicate, Pinecone, Tavily, Firecrawl, E2B, LangSmith",
  },
  {
    name: 'service-token',
    anchors: [
      'hvs.',
      'dop_v1_',
      'shpat_',
      'shpss_',
      'lin_api_',
      'ntn_',
      'figd_',
      'glsa_',
      'pmak-',
      'nrak-',
      'age-secret-key-1',
      'dp.pt.',
      'sbp_',
      'sntrys_',
      'sntryu_',
      'atatt3',
      'rubygems_',
      'vercel_blob_rw_',
      'key-',
    ],
    pattern:
      /(?:hvs\.[A-Za-z0-9_-]{24,256}|dop_v1_[0-9a-f]{64}|shp(?:at|ss)_[0-9a-fA-F]{32}|lin_api_[A-Za-z0-9]{32,64}|ntn_[A-Za-z0-9]{40,64}|figd_[A-Za-z0-9_-]{32,64}|glsa_[A-Za-z0-9_]{32,64}|PMAK-[0-9a-f]{24}-[0-9a-f]{34}|NRAK-[A-Z0-9]{27}|AGE-SECRET-KEY-1[A-Z0-9]{58}|dp\.pt\.[A-Za-z0-9]{40,64}|sbp_[0-9a-f]{40}|sntry[su]_[A-Za-z0-9_=+/-]{32,512}|ATATT3[A-Za-z0-9_=-]{100,255}|rubygems_[0-9a-f]{48}|vercel_blob_rw_[A-Za-z0-9_]{24,128}|key-[0-9a-f]{32})(?![A-Za-z0-9])/y,
    startsWord: true,
    source:
      "the services' own documentation: Vault, DigitalOcean, Shopify, Linear, Notion, Figma, Grafana, Postman, New Relic, age, Doppler, Supabase, Sentry, Atlassian, RubyGems, Vercel, Mailgun",
  },
];
