// Which settings hold for which file of a run: the command line's, over those of the configuration that the file's path leads to.

import { dirname, resolve } from 'node:path';
import type { RuleSetting } from '@polc/compiler';
import { Failure } from '../failure.js';
import { findConfig } from '../host/find-config.js';
import { findPolicyFiles } from '../host/source-set.js';
import { type Config, NO_CONFIG, readConfig } from './read-config.js';
import { readRuleSettings } from './rule-settings.js';

export interface ConfigOptions {
  readonly rule?: readonly string[];
  /** A file; false for none, absent for the nearest. */
  readonly config?: string | boolean;
}

export interface CheckSettings {
  /** Those that are checked. */
  readonly files: readonly string[];
  rulesOf(file: string): Readonly<Record<string, RuleSetting>>;
}

export function checkSettings(paths: readonly string[], { rule = [], config }: ConfigOptions): CheckSettings {
  const given = readRuleSettings(rule);
  const configs = new Map<string, Config>();
  const open = (file: string): Config => {
    const known = configs.get(file) ?? readConfig(file, dirname(resolve(file)));
    configs.set(file, known);
    return known;
  };
  const configOf = (path: string): Config => {
    if (config === false) return NO_CONFIG;
    if (typeof config === 'string') return open(config);
    const found = findConfig(path);
    return found === null ? NO_CONFIG : open(found);
  };
  const byPath = paths.map((path) => ({ path, config: configOf(path) }));
  const ofFile = new Map<string, Config>();
  for (const each of byPath) {
    for (const file of findPolicyFiles([each.path]))
      if (!ofFile.has(file) && (file === each.path || !each.config.isIgnored(file))) ofFile.set(file, each.config);
  }
  const files = findPolicyFiles(paths).filter((file) => ofFile.has(file));
  if (files.length === 0) throw new Failure('no_policies', `the configuration leaves out all policies in ${paths.join(', ')}`);
  return { files, rulesOf: (file) => ({ ...ofFile.get(file)?.rulesFor(file), ...given }) };
}
