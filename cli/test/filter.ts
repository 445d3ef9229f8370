// `--filter` and `--file`: which cases are run.

import type { TestModel } from '@polc/compiler';
import { Failure } from '../failure.js';

export interface Filter {
  /** Text that a case's name contains, or a regular expression between slashes. */
  readonly name?: string;
  /** A glob over the file's path as it is shown: `*` within a folder, `**` across folders, `?` one character. */
  readonly file?: string;
}

/** The tests that keep a case, with the cases that they keep. */
export function filterTests(tests: readonly TestModel[], { name, file }: Filter): readonly TestModel[] {
  const isWanted = name === undefined ? null : namePattern(name);
  const path = file === undefined ? null : filePattern(file);
  return tests.flatMap((test) => {
    if (path !== null && !path.test(test.file.replaceAll('\\', '/'))) return [];
    if (isWanted === null) return [test];
    const cases = test.cases.filter((one) => isWanted(one.name));
    return cases.length === 0 ? [] : [{ ...test, cases }];
  });
}

function namePattern(text: string): (name: string) => boolean {
  const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? [];
  if (source === undefined) return (name) => name.includes(text);
  try {
    const pattern = new RegExp(source, flags.replace('g', ''));
    return (name) => pattern.test(name);
  } catch (error) {
    throw new Failure('usage', `--filter ${text} is no regular expression: ${(error as Error).message}`, error);
  }
}

/** A glob without a slash is for the file's name alone. */
function filePattern(glob: string): RegExp {
  const source = glob
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*|\?/g, (star) => (star === '**/' ? '(?:.*/)?' : star === '**' ? '.*' : star === '*' ? '[^/]*' : '[^/]'));
  return new RegExp(`${glob.includes('/') ? '^(?:\\./)?' : '(?:^|/)'}${source}$`, 's');
}
