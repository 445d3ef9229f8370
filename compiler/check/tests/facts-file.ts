// `facts = "facts.json"`: the snapshot that a test names, found beside the test's file, held to the shape of facts (grammar/spec.md §9.1).

import { LineIndex, makeSource } from '@polc/grammar';
import { checkFacts, type Facts, RuntimeError } from '@polc/runtime';
import { quote } from '../../expression/wording.js';
import type { Named } from '../../model/stanza.js';
import { readJson } from '../../schema/read-json.js';
import type { CheckContext } from '../context.js';

/** null where nothing is named, where nobody can read files, and after an error. The same object for each test of a file. */
export function readFactsFile(named: Named | undefined, { report, load, factsFiles }: CheckContext): Facts | null {
  if (named === undefined || load === null) return null;
  const { name, span } = named;
  const known = factsFiles.get(name);
  if (known !== undefined) return known;
  const text = load(name, report.file);
  if (text === null) {
    report.error('facts-file-missing', span, `there is no file ${quote(name)} beside the test`, 'save the facts there, or correct the name');
    return null;
  }
  const content = makeSource(name, text).text.replace(/^\ufeff/, ' ');
  const read = readJson(content);
  if ('fault' in read) {
    const { line, column } = new LineIndex(content).position(read.offset);
    report.error('facts-not-json', span, `${quote(name)} is not JSON: ${read.fault} (line ${line}, column ${column})`, 'facts are one JSON object');
    return null;
  }
  try {
    const facts = checkFacts(read.value);
    factsFiles.set(name, facts);
    return facts;
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    report.error(
      'bad-facts',
      span,
      `${quote(name)} holds no facts: ${error.message}`,
      'write agents, users, groups, delegations and consents as lists of records',
    );
    return null;
  }
}
