// A value put into an identity (vault-acl.md §7), where a directive of a template would find it.

import type { Identity } from '@polc/runtime';

type Loose = { [name: string]: unknown };

/** The identity with a value where a directive of Vault's looks: `names` behind `identity`. */
export function withValue(identity: Identity, names: readonly string[], value: string): Identity {
  const copy = JSON.parse(JSON.stringify(identity)) as Loose;
  if (names[0] === 'groups') {
    const [, by, wanted = '', ...rest] = names;
    copy.groups ??= [];
    const groups = copy.groups as Loose[];
    let group = groups.find((one) => one[by === 'ids' ? 'id' : 'name'] === wanted);
    if (group === undefined) {
      group = { [by === 'ids' ? 'id' : 'name']: wanted };
      groups.push(group);
    }
    setMember(group, rest, value);
    return copy;
  }
  copy.entity ??= {};
  const entity = copy.entity as Loose;
  if (names[1] !== 'aliases') {
    setMember(entity, names.slice(1), value);
    return copy;
  }
  entity.aliases ??= [];
  const aliases = entity.aliases as Loose[];
  let alias = aliases.find((one) => one.mount_accessor === names[2]);
  if (alias === undefined) {
    alias = { mount_accessor: names[2] };
    aliases.push(alias);
  }
  setMember(alias, names.slice(3), value);
  return copy;
}

function setMember(owner: Loose, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) owner[name] = value;
  else owner[name] = { ...(owner[name] as Loose | undefined), [rest.join('.')]: value };
}
