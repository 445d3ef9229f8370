// `--filter` and `--file`: which cases are run.

import type { PropertyModel, TestModel } from '@polc/compiler';
import { Failure } from '../failure.js';

export interface Filter {
  /** Text that a case's name contains, or a regular expression between slashes. */
  readonly name?: string;
  /** A glob over the file's path as it is shown: `*` within a folder, `**` across folders, `?` one character. */
  readonly file?: string;
}

export interface Filtered {
  /** Those that keep a case, with the cases that they keep. */
  readonly tests: readonly TestModel[];
  readonly properties: readonly PropertyModel[];
}

export function filterTests({ tests, properties }: Filtered, { name, file }: Filter): Filtered {
  const isWanted = name === undefined ? null : namePattern(name);
  const path = file === undefined ? null : filePattern(file);
  const isThere = ({ file: of }: { readonly file: string }): boolean => path === null || path.test(of.replaceAll('\\', '/'));
  return {
    tests: tests.filter(isThere).flatMap((test) => {
      if (isWanted === null) return [test];
      const cases = test.cases.filter((one) => isWanted(one.name));
      return cases.length === 0 ? [] : [{ ...test, cases }];
    }),
    properties: properties.filter((property) => isThere(property) && (isWanted === null || isWanted(property.name))),
  };
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
