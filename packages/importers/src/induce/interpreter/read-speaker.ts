/** Who speaks in a record: by its role, its name, or both. */
import type { AdapterBody, AdapterRole } from '../adapter/adapter.ts';
import { normaliseName, readRole } from '../words/vocabulary.ts';

/** Who a record's role and name speak for; a name with a qualifier in brackets gives both. */
export function readSpeaker(
  written: string | undefined,
  name: string | undefined,
  fixed: AdapterRole | undefined,
  roles: AdapterBody['roles'],
): { role: AdapterRole | undefined; agent: string | undefined; qualifier: string | undefined } {
  const known = (label: string | undefined): AdapterRole | undefined => {
    if (label === undefined) return undefined;
    const word = normaliseName(label);
    return Object.hasOwn(roles, word) ? roles[word] : undefined;
  };
  const bare = written === undefined ? undefined : splitQualifier(written);
  const role = fixed ?? known(written) ?? known(bare?.name);
  const own = name === undefined ? undefined : splitQualifier(name);
  // A participant's name tells more than its role in the API: an executor that speaks as "user" is a machine.
  const byName =
    fixed === undefined && role !== 'tool' && own !== undefined
      ? (known(own.name) ?? readRoleOfName(own.name, role))
      : undefined;
  const isNamed = own !== undefined && own.name !== written;
  const agent = isNamed ? own.name : role === undefined ? bare?.name : undefined;
  return {
    role: byName ?? role ?? (written === undefined && name === undefined ? undefined : 'agent'),
    agent,
    qualifier: own?.qualifier ?? bare?.qualifier,
  };
}

function readRoleOfName(name: string, written: AdapterRole | undefined): AdapterRole | undefined {
  const role = readRole(name);
  // In a group chat the API's "user" is whoever spoke to the one whose log it is.
  return role === 'environment' || role === 'user' || (role === 'agent' && written === 'user')
    ? role
    : undefined;
}

function splitQualifier(label: string): { name: string; qualifier: string | undefined } {
  const open = label.indexOf('(');
  if (open <= 0 || !label.trimEnd().endsWith(')')) return { name: label, qualifier: undefined };
  return { name: label.slice(0, open).trim(), qualifier: label.trimEnd().slice(open + 1, -1) };
}
