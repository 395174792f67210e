/**
 * Secrets made up for tests, put together at run time so that no file holds anything that looks like one. Seeded: the same
 * seed gives the same secrets.
 */

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE64 = `${ALNUM}+/`;
const BASE64_URL = `${ALNUM}-_`;

export interface PlantedSecret {
  /** The kind that masking names it. */
  readonly kind: string;
  /** What must not survive. */
  readonly secret: string;
  /** The text that carries it. */
  readonly text: string;
}

/** One of each kind. */
export function makeSecrets(seed: number): readonly PlantedSecret[] {
  let state = seed;
  const draw = (size: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % size;
  };
  const make = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[draw(alphabet.length)]).join('');
  const bare = (kind: string, secret: string): PlantedSecret => ({ kind, secret, text: secret });
  const within = (kind: string, before: string, secret: string, after = ''): PlantedSecret => ({
    kind,
    secret,
    text: `${before}${secret}${after}`,
  });
  const pem = (label: string, lines: number, lineBreak: string): PlantedSecret => {
    const body = Array.from({ length: lines }, () => make(BASE64, 64)).join(lineBreak);
    return within(
      'private-key',
      `-----BEGIN ${label}PRIVATE KEY-----${lineBreak}`,
      body,
      `${lineBreak}-----END ${label}PRIVATE KEY-----`,
    );
  };
  const uuid = `${make(HEX, 8)}-${make(HEX, 4)}-4${make(HEX, 3)}-8${make(HEX, 3)}-${make(HEX, 12)}`;
  return [
    pem('RSA ', 6, '\n'),
    pem('', 6, '\\n'),
    pem('OPENSSH ', 6, '\r\n'),
    bare('aws-access-key-id', `AKIA${make(BASE32, 16)}`),
    bare('aws-access-key-id', `ASIA${make(BASE32, 16)}`),
    within('aws-secret-access-key', 'aws_secret_access_key = ', `${make(BASE64, 39)}a`),
    within('aws-secret-access-key', '"SecretAccessKey": "', `${make(BASE64, 39)}a`, '"'),
    bare('google-api-key', `AIza${make(BASE64_URL, 34)}a`),
    bare('google-oauth-token', `ya29.${make(BASE64_URL, 60)}a`),
    bare('google-oauth-token', `GOCSPX-${make(BASE64_URL, 27)}a`),
    within(
      'azure-key',
      'DefaultEndpointsProtocol=https;AccountName=store;AccountKey=',
      `${make(BASE64, 86)}==`,
      ';EndpointSuffix=core.windows.net',
    ),
    within(
      'azure-key',
      'Endpoint=sb://bus.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=',
      `${make(BASE64, 43)}=`,
    ),
    within(
      'azure-sas-signature',
      'https://store.blob.core.windows.net/c/b?sv=2024-11-04&se=2026-01-01&sig=',
      `${make(ALNUM, 20)}%2B${make(ALNUM, 22)}%3D`,
      '&sp=r',
    ),
    within('azure-client-secret', `${make(ALNUM, 3)}8`, `Q~${make(BASE64_URL, 33)}a`),
    bare('anthropic-api-key', `sk-ant-api03-${make(BASE64_URL, 93)}AA`),
    bare('openai-api-key', `sk-proj-${make(BASE64_URL, 120)}a`),
    bare('api-key', `sk-${make(ALNUM, 20)}T3BlbkFJ${make(ALNUM, 20)}`),
    bare('openrouter-api-key', `sk-or-v1-${make(HEX, 64)}`),
    bare('langfuse-key', `sk-lf-${uuid}`),
    bare('langfuse-key', `pk-lf-${uuid}`),
    bare('hugging-face-token', `hf_${make(ALNUM, 34)}`),
    bare('github-token', `ghp_${make(ALNUM, 36)}`),
    bare('github-token', `gho_${make(ALNUM, 36)}`),
    bare('github-token', `ghu_${make(ALNUM, 36)}`),
    bare('github-token', `ghs_${make(ALNUM, 36)}`),
    bare('github-token', `github_pat_${make(ALNUM, 22)}_${make(ALNUM, 59)}`),
    bare('gitlab-token', `glpat-${make(BASE64_URL, 19)}a`),
    bare('slack-token', `xoxb-${make('0123456789', 12)}-${make('0123456789', 13)}-${make(ALNUM, 24)}`),
    within(
      'slack-webhook',
      'https://hooks.slack.com/services/',
      `T${make(BASE32, 8)}/B${make(BASE32, 8)}/${make(ALNUM, 24)}`,
    ),
    within(
      'discord-webhook',
      `https://discord.com/api/webhooks/${make('123456789', 18)}/`,
      `${make(BASE64_URL, 67)}a`,
    ),
    bare('stripe-key', `sk_live_${make(ALNUM, 24)}`),
    bare('stripe-key', `rk_test_${make(ALNUM, 24)}`),
    bare('twilio-api-key', `SK${make(HEX, 32)}`),
    within('token', 'TWILIO_AUTH_TOKEN=', make(HEX, 32)),
    bare('sendgrid-api-key', `SG.${make(BASE64_URL, 22)}.${make(BASE64_URL, 42)}a`),
    bare('npm-token', `npm_${make(ALNUM, 36)}`),
    bare('pypi-token', `pypi-AgEIcHlwaS5vcmc${make(BASE64_URL, 120)}a`),
    bare('docker-token', `dckr_pat_${make(BASE64_URL, 26)}a`),
    bare('databricks-token', `dapi${make(HEX, 32)}`),
    within('telegram-bot-token', `${make('123456789', 10)}:`, `AA${make(BASE64_URL, 32)}a`),
    bare('jwt', `eyJ${make(BASE64_URL, 20)}.eyJ${make(BASE64_URL, 60)}.${make(BASE64_URL, 42)}a`),
    bare('llm-api-key', `gsk_${make(ALNUM, 52)}`),
    bare('llm-api-key', `lsv2_pt_${make(HEX, 32)}_${make(HEX, 10)}`),
    bare('service-token', `dop_v1_${make(HEX, 64)}`),
    within('bearer-token', 'Authorization: Bearer ', `${make(ALNUM, 30)}7a`),
    within('basic-credentials', 'Authorization: Basic ', btoa(`deploy:${make(ALNUM, 14)}7`)),
    within('url-password', 'postgres://app:', `${make(ALNUM, 12)}7a`, '@db.internal:5432/app'),
    within('password', 'DB_PASSWORD=', `${make(ALNUM, 12)}7a`),
    within('password', '{"password": "', `${make(ALNUM, 12)}7a`, '"}'),
    within('api-key', "api_key='", `${make(ALNUM, 20)}7a`, "'"),
    within('secret', 'client_secret: ', `${make(ALNUM, 20)}7a`),
    within('token', 'refresh_token=', `${make(ALNUM, 20)}7a`),
    within('password', '<password>', `${make(ALNUM, 12)}7a`, '</password>'),
    within('token', '--auth-token ', `${make(ALNUM, 20)}7a`),
  ];
}
