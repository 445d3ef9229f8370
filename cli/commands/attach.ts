// `polc agent|user|group attach` and `detach`: one policy more, or less.

import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { changeRecord } from '../host/change-record.js';
import { asking } from '../host/service-client.js';
import { recordText } from '../report/record-text.js';
import { names } from './option-values.js';
import type { Kind } from './record-verbs.js';
import { type AskOptions, onService, pathOf, show, verb } from './service-options.js';

export function defineAttach(parent: Command, { name, folder }: Kind, word: 'attach' | 'detach'): void {
  const article = name === 'agent' ? 'an' : 'a';
  const summary = word === 'attach' ? `give ${article} ${name} a policy` : `take a policy from ${article} ${name}`;
  const command = verb(parent, `${word} <id>`, summary).requiredOption('--policy <names>', 'with commas between; repeatable', names);
  onService(command, 'Example:', `  $ polc ${name} ${word} ID --policy agent-code-review`).action(
    async (id: string, options: AskOptions & { readonly policy: readonly string[] }) => {
      const record = await asking(options, (client) =>
        changeRecord(client, pathOf(folder, id), ({ policies = [] }) => {
          const before = policies as readonly string[];
          return word === 'attach' ? withThem(before, options.policy) : withoutThem(before, options.policy, `${name} "${id}"`);
        }),
      );
      await show(record, options, () => recordText(name, record, word === 'attach' ? 'it has that policy' : 'it has that policy no more'));
    },
  );
}

// Names of policies fold case (grammar/spec.md §1).
const same = (one: string) => (other: string) => one.toLowerCase() === other.toLowerCase();

function withThem(before: readonly string[], more: readonly string[]) {
  const policies = [...before];
  for (const policy of more) if (!policies.some(same(policy))) policies.push(policy);
  return policies.length === before.length ? null : { policies };
}

function withoutThem(before: readonly string[], less: readonly string[], who: string) {
  const absent = less.find((policy) => !before.some(same(policy)));
  if (absent !== undefined) throw new Failure('refused', `the ${who} has no policy "${absent}" of its own`);
  return { policies: before.filter((policy) => !less.some(same(policy))) };
}
