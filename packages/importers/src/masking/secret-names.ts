/**
 * Tells from a name alone whether what it names is a secret: `DB_PASSWORD`, `x-api-key`, `clientSecret`, and not
 * `max_tokens`, `next_page_token` or `secret_name`.
 */

/** What names tell of their values. */
export const SECRET_KINDS = [
  'password',
  'secret',
  'api-key',
  'token',
  'private-key',
  'authorization',
  'cookie',
  'credential',
] as const;

export interface NamedSecret {
  /** What stands in the placeholder. */
  readonly kind: (typeof SECRET_KINDS)[number];
  /** The name leaves no doubt. Under a doubtful one (`token`) the value must look like a secret as well. */
  readonly isCertain: boolean;
  /** `PWD` is the working folder as often as a password. */
  readonly mayBePath?: true;
}

/** Names are compared without separators and in lower case; the end of the name says what it is. */
const RULES: readonly (readonly [RegExp, NamedSecret | undefined])[] = [
  // Paging, parsing and language modelling have tokens that are no secrets.
  [
    /(?:page|next|continuation|continue|sync|cursor|pad|eos|bos|unk|mask|special|start|begin|end|stop|sep|cls|first|last|image|new|prev|previous|current|max|min|per|this|the|trial)token$/,
    undefined,
  ],
  [
    /(?:public|primary|foreign|partition|sort|cache|hot|object|shortcut|publishable)(?:api|access)?key$/,
    undefined,
  ],
  [
    /(?:password|passwd|passphrase|passcode|dbpass|userpass|smtppass|mysqlpass|redispass|pgpass|rootpass|adminpass)$/,
    { kind: 'password', isCertain: true },
  ],
  [/pwd$/, { kind: 'password', isCertain: true, mayBePath: true }],
  [/privatekey$/, { kind: 'private-key', isCertain: true }],
  [
    /(?:api|access|secret|signing|encryption|auth|account|storage|shared|master|subscription|webhook|admin|license|service|client|app)key$/,
    { kind: 'api-key', isCertain: true },
  ],
  [
    /(?:access|refresh|auth|bearer|api|session|bot|oauth|oauth2|security|personal|deploy|private|xsrf|csrf)token$/,
    { kind: 'token', isCertain: true },
  ],
  [/token$/, { kind: 'token', isCertain: false }],
  [/secret$/, { kind: 'secret', isCertain: true }],
  [/(?:secrets|credentials?|creds)$/, { kind: 'credential', isCertain: false }],
  [/authorization$/, { kind: 'authorization', isCertain: true }],
  [/(?:^|docker|npm|basic|http|proxy)auth$/, { kind: 'authorization', isCertain: false }],
  [/(?:header|request|response|set)cookies?$/, { kind: 'cookie', isCertain: true }],
  [/cookie$/, { kind: 'cookie', isCertain: false }],
];

/** What a name is made of; anything else is a text. */
const NAME = /^[\w .:/[\]-]{1,200}$/;
/** Names repeat from span to span: the answers are kept, up to so many. */
const MAX_KNOWN = 10_000;
const known = new Map<string, NamedSecret | null>();

/** @param name a key of an object, an attribute, a variable; undefined when it names no secret */
export function classifyName(name: string): NamedSecret | undefined {
  const earlier = known.get(name);
  if (earlier !== undefined) return earlier ?? undefined;
  if (!NAME.test(name)) return undefined;
  // Numbers at the end count several of a kind: API_KEY_2.
  const squeezed = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/\d+$/, '');
  const found = RULES.find(([pattern]) => pattern.test(squeezed))?.[1];
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(name, found ?? null);
  return found;
}
