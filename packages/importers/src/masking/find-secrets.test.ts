import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecretFinder } from './find-secrets.ts';
import { SECRET_PATTERNS } from './secret-patterns.ts';
import { makeSecrets } from './testing-secrets.ts';

const SEED = 20_261_125;
const find = createSecretFinder({ hasDefaults: true, patterns: [], allow: new Set() });
const secrets = makeSecrets(SEED);

function kindsIn(text: string): string[] {
  return find(text).map(({ kind }) => kind);
}

/** What is left of a text without the secrets found. */
function rest(text: string): string {
  let from = 0;
  let left = '';
  for (const { start, end } of find(text)) {
    left += text.slice(from, start);
    from = end;
  }
  return left + text.slice(from);
}

/** The ways in which texts carry other texts. */
const WRAPPINGS: Readonly<Record<string, (text: string) => string>> = {
  'by itself': (text) => text,
  'at the end': (text) => `the value is ${text}`,
  'at the start': (text) => `${text} is the value`,
  'on a line of its own': (text) => `first line\n${text}\nlast line`,
  'in quotes': (text) => `value = "${text}"`,
  'beside Unicode': (text) => `ключ：${text}、終わり 😀`,
  'after an escape': (text) => `{"a":"b\\n${text}\\n"}`,
  'after a colour': (text) => `\u001B[32m${text}\u001B[0m`,
  'as JSON': (text) => JSON.stringify({ output: text }),
  'as JSON in JSON': (text) => JSON.stringify({ body: JSON.stringify({ output: text }) }),
  'as JSON in JSON in JSON': (text) =>
    JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ c: text }) }) }),
  'in a long text': (text) =>
    `${'lorem ipsum dolor sit amet '.repeat(400)}${text}${' consectetur'.repeat(400)}`,
};

it.each(secrets.map((planted, index) => ({ ...planted, index })))('names $index $kind', ({ kind, text }) => {
  expect(kindsIn(text)).toEqual([kind]);
});

describe.each(Object.entries(WRAPPINGS))('a secret %s', (_name, wrap) => {
  it.each(secrets.map((planted, index) => ({ ...planted, index })))('$index $kind', ({ secret, text }) => {
    const wrapped = wrap(text);
    // Line breaks and quotes of the carrier are escaped once a level; so are those inside the secret.
    expect(rest(wrapped)).not.toContain(secret.slice(0, 12));
    expect(rest(wrapped)).not.toContain(secret.slice(-12));
  });
});

it('finds what is URL-encoded', () => {
  for (const { secret, kind } of secrets.filter(
    ({ secret, text }) => secret === text && /^[\w-]+$/.test(secret),
  ))
    expect([kind, rest(`/login?next=%2Fa%3Fkey%3D${secret}%26x%3D1`)]).toEqual([
      kind,
      '/login?next=%2Fa%3Fkey%3D%26x%3D1',
    ]);
  expect(rest('u=postgres%3A%2F%2Fapp%3Apa55w0rdX%40db%2Fapp')).toBe('u=postgres%3A%2F%2Fapp%3A%40db%2Fapp');
  expect(rest('password%3Dpa55w0rdX%26user%3Dbob')).toBe('password%3D%26user%3Dbob');
});

it('finds what writers of JSON escape: slashes in PHP, quotes in .NET, `=` in Gson', () => {
  const php = (value: object): string => JSON.stringify(value).replaceAll('/', '\\/');
  const url = { url: 'postgres://app:pa55w0rdX@db/app' };
  expect(rest(php(url))).toBe(php({ url: 'postgres://app:@db/app' }));
  expect(rest(php({ body: php(url) }))).not.toContain('pa55w0rdX');
  expect(rest(JSON.stringify({ body: php(url) }))).not.toContain('pa55w0rdX');
  const net = (value: object): string =>
    `{"body":"${JSON.stringify(value).replaceAll('"', String.raw`\u0022`)}"}`;
  expect(rest(net({ password: 'pa55w0rdX', user: 'bob' }))).toBe(net({ password: '', user: 'bob' }));
  expect(rest(JSON.stringify({ a: net({ apiKey: 'pa55w0rdX' }) }))).not.toContain('pa55w0rdX');
  expect(rest(String.raw`{"query":"password\u003dpa55w0rdX\u0026user\u003dbob"}`)).toBe(
    String.raw`{"query":"password\u003d\u0026user\u003dbob"}`,
  );
  // No values: another member, a comparison, addresses.
  for (const text of [
    String.raw`{\u0022password\u0022,\u0022email\u0022:\u0022a1b2c3d4@x\u0022}`,
    String.raw`password\u003d\u003da1b2c3d4`,
    String.raw`{"a":"https:\/\/github.com\/a:b12345","b":"http:\/\/host:8080\/p@2x"}`,
  ])
    expect(kindsIn(text)).toEqual([]);
});

it('has a made-up secret for every pattern', () => {
  const covered = new Set(secrets.map(({ kind }) => kind));
  expect(SECRET_PATTERNS.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
});

it.each([...secrets])('finds $kind in a text that is base64 as a whole', ({ kind, text }) => {
  const base64 = btoa(`# settings\n${text}\nnothing else\n`);
  const lines = base64.replaceAll(/.{60}/g, '$&\n');
  const url = base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  for (const encoded of [base64, lines, url])
    expect(find(encoded)).toEqual([{ start: 0, end: encoded.length, kind }]);
});

it('leaves base64 that holds no secret, or no text', () => {
  const { text } = secrets[3] ?? { text: '' };
  const clean = btoa('the quick brown fox jumps over the lazy dog');
  const binary = btoa(`\u0089PNG\r\n\u001a\n${'\0'.repeat(20)}${text}`);
  for (const encoded of [clean, binary, `${clean} and more`, btoa(text).slice(0, 20)])
    expect(find(encoded)).toEqual([]);
});

it('names values by the names before them', () => {
  expect(kindsIn('os.environ["OPENAI_API_KEY"] = "a1b2c3d4e5"')).toEqual(['api-key']);
  expect(kindsIn('setenv("API_KEY", "a1b2c3d4e5")')).toEqual(['api-key']);
  expect(kindsIn('password: str = "pa55w0rdX"')).toEqual(['password']);
  expect(kindsIn('{"name":"API_KEY","value":"a1b2c3d4e5"}')).toEqual(['api-key']);
  expect(kindsIn("curl -H 'X-Api-Key: 123abc456def' /v1")).toEqual(['api-key']);
  expect(kindsIn('API_KEY_2=a1b2c3d4e5')).toEqual(['api-key']);
  expect(kindsIn('export const clientSecret = `a1b2c3d4e5`;')).toEqual(['secret']);
  expect(rest('password="with \\" quote 1" rest')).toBe('password="" rest');
});

it.each([
  'max_tokens=4096, "token": "Hello", "logprob": -0.1, input_tokens: 1200',
  'next_page_token=CAoSB2FiY2RlZmc1234567890',
  'password = None; token = get_token(); secret = settings.SECRET_KEY; login(password=user_password)',
  'API_KEY=${API_KEY} password=$DB_PASSWORD token={{ secrets.TOKEN }} secret=<your secret>',
  'api_key: your-api-key-here, password: ********, token: ...',
  'const key = process.env.API_KEY; api_key = os.environ["API_KEY"]; secret=os.getenv("SECRET")',
  '{"password": {"type": "string", "description": "The password"}, "token": {"type": "string"}}',
  'password: string; token?: string; secret: Buffer',
  'commit 9fceb02d0ae598e95dc970b74767f19372d61af8, sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'key: 9fceb02d0ae598e95dc970b74767f19372d61af8, token: 550e8400-e29b-41d4-a716-446655440000',
  'toolu_01A2b3C4d5E6f7G8h9J0k1L2 call_abcDEF123456 msg_01XFDUDYJgAACzvnptvVoYEL',
  'if (password == "x1y2z3w4") and token === expected',
  "['username', 'password', 'repository1']",
  'Bearer authentication, basic understanding of bearer tokens; Basic auth; Authorization: Bearer <token>',
  'https://localhost:8080/path@v1, git@github.com:owner/repo.git, http://user:password@host, see RFC#Authorization: https://a.b/c1',
  'AKIAIOSFODNN7EXAMPLE task-1234567890abcdefghijklmnopqrstuv risk-aware disk-usage sk-learn',
  '-----BEGIN PRIVATE KEY----- and -----END PRIVATE KEY-----; -----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
  'PWD=/home/user/project OLDPWD=/tmp',
  'The secret: never give up. Password: must contain a digit. Your token has expired.',
  'api_key=[masked:openai-api-key] Authorization: Bearer [masked:jwt]',
])('finds nothing in %s', (text) => {
  expect(find(text).map(({ start, end }) => text.slice(start, end))).toEqual([]);
});

it('passes what the policy allows', () => {
  const allowing = createSecretFinder({ hasDefaults: true, patterns: [], allow: new Set(['a1b2c3d4e5']) });
  expect(allowing('api_key=a1b2c3d4e5')).toEqual([]);
  expect(allowing('api_key=a1b2c3d4e6')).toHaveLength(1);
});

it('gives ranges in order that do not overlap', () => {
  const piece = fc.oneof(fc.constantFrom(...secrets.map(({ text }) => text)), fc.string({ maxLength: 20 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('');
      let from = 0;
      for (const { start, end } of find(text)) {
        if (start < from || end <= start || end > text.length) return false;
        from = end;
      }
      return true;
    }),
    { seed: SEED, numRuns: 500 },
  );
});

describe('a hostile text of a megabyte', () => {
  const near = [
    'password',
    'password=',
    'password="',
    '"password":',
    'api_key=${',
    'token: ',
    'eyJ',
    'eyJa.',
    ' eyJaaaaaaaaaa.',
    'sk-ant-',
    'sk-',
    ' sk-aaaaaaaa',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN ',
    '://',
    '://a:',
    '://a:b',
    ':AA',
    'AKIA',
    'xoxb-',
    'bearer ',
    'basic aaaaaaaa',
    'secret secret ',
    'aws_secret_access_key',
    '\\',
    '%3a%2f%2f',
    '%3A%2F%2Fa%3Aaaaa',
    'sig=',
    'SG.',
    'key key',
    'a',
    'AccountKey=',
    '--token ',
    '<password>',
    'x_token_',
    '.key.key',
    'password%3Dx1 ',
    'token=a',
  ];
  it.each(near)('%s takes time that grows with its length only', (piece) => {
    const text = piece.repeat(Math.ceil(2 ** 20 / piece.length));
    // Processor time: other work on the machine does not count.
    const timeOf = (part: string): number => {
      const before = process.cpuUsage();
      find(part);
      return process.cpuUsage(before).user / 1000;
    };
    timeOf(text.slice(0, 2 ** 16));
    const short = Math.min(timeOf(text.slice(0, 2 ** 17)), timeOf(text.slice(0, 2 ** 17)));
    // Eight times the length; three times that for a busy machine, and a floor where both are too short to measure.
    expect(timeOf(text)).toBeLessThan(Math.max(24 * short, 400));
  });
});
