// Findings that an author has had ignored: which ones a directive covers, that it needs a reason, and what is said of one that is none.

import { check, IGNORE_CODES } from '@polc/compiler';
import { format, makeSource } from '@polc/grammar';
import { describe, expect, test } from 'vitest';
import { stanza } from './describe-rule.js';

type Rules = Record<string, 'off' | 'warn' | 'error'>;

/** What stands, and what is ignored with which reason; each by its code and the line it begins in. */
function judge(text: string, rules: Rules = {}) {
  const { diagnostics, ignored } = check([{ file: 'a.hcl', text }], { rules: { 'redundant-stanza': 'off', ...rules } });
  const line = (offset: number) => text.slice(0, offset).split('\n').length;
  return {
    standing: diagnostics.map(({ code, span }) => `${line(span.start)} ${code}`),
    ignored: ignored.map(({ diagnostic: { code, span }, reason }) => `${line(span.start)} ${code}: ${reason}`),
  };
}

const SUDO = stanza('a', 'sudo');

describe('a directive to ignore', () => {
  test.each([
    ['above the stanza', `# polc:ignore sudo-alone -- it is so\n${SUDO}`],
    ['with two slashes', `// polc:ignore sudo-alone -- it is so\n${SUDO}`],
    ['as a block comment', `/* polc:ignore sudo-alone -- it is so */\n${SUDO}`],
    ['behind the head', 'path "a" { # polc:ignore sudo-alone -- it is so\n  capabilities = ["sudo"]\n}\n'],
    ['behind the end', 'path "a" {\n  capabilities = ["sudo"]\n} # polc:ignore sudo-alone -- it is so\n'],
    ['above the attribute', 'path "a" {\n  # polc:ignore sudo-alone -- it is so\n  capabilities = ["sudo"]\n}\n'],
    ['behind the attribute', 'path "a" {\n  capabilities = ["sudo"] # polc:ignore sudo-alone -- it is so\n}\n'],
    ['behind the element', 'path "a" {\n  capabilities = [\n    "sudo", # polc:ignore sudo-alone -- it is so\n  ]\n}\n'],
    ['among other ids', `# polc:ignore leading-slash, sudo-alone -- it is so\n${stanza('/a', 'sudo')}`],
    ['of the whole file', `# polc:ignore-file sudo-alone -- it is so\n${stanza('b', 'read')}${SUDO}`],
    ['in a policy block', `policy "p" {\n  # polc:ignore sudo-alone -- it is so\n  ${SUDO}}\n`],
  ])('counts %s', (_name, text) => {
    const { standing, ignored } = judge(text);
    expect(standing).toEqual([]);
    expect(ignored.filter((each) => / sudo-alone: it is so$/.test(each))).toHaveLength(1);
  });

  test('covers the next item only', () => {
    const { standing, ignored } = judge(`# polc:ignore sudo-alone -- here\n${SUDO}${stanza('b', 'sudo')}`);
    expect({ standing, ignored }).toEqual({ standing: ['6 sudo-alone'], ignored: ['3 sudo-alone: here'] });
  });

  test('covers one rule only', () => {
    expect(judge(`# polc:ignore sudo-alone -- here\n${stanza('/a', 'sudo')}`).standing).toEqual(['2 leading-slash']);
  });

  test.each([
    ['without a reason', `# polc:ignore sudo-alone\n${SUDO}`, ['1 ignore-without-reason', '3 sudo-alone']],
    ['with an empty reason', `# polc:ignore sudo-alone --\n${SUDO}`, ['1 ignore-without-reason', '3 sudo-alone']],
    ['with no rule', `# polc:ignore -- why not\n${SUDO}`, ['1 unknown-ignore', '3 sudo-alone']],
    ['with a rule that there is not', `# polc:ignore sudo-alon -- why not\n${SUDO}`, ['1 unknown-ignore', '3 sudo-alone']],
    [
      'with a code that is no rule',
      '# polc:ignore invalid-capability -- why not\npath "a" { capabilities = ["raed"] }\n',
      ['1 unknown-ignore', '2 invalid-capability'],
    ],
    ['of another word', `# polc:ignor sudo-alone -- why not\n${SUDO}`, ['1 unknown-ignore', '3 sudo-alone']],
    ['with nothing to ignore', `# polc:ignore sudo-alone -- why not\n${stanza('a', 'read')}`, ['1 unused-ignore']],
    ['with one of two to ignore', `# polc:ignore sudo-alone, inner-star -- why not\n${SUDO}`, ['1 unused-ignore']],
    [
      'at the end of a block',
      'path "a" {\n  capabilities = ["read"]\n  # polc:ignore sudo-alone -- why not\n}\npath "b" {\n  capabilities = ["sudo"]\n}\n',
      ['3 unused-ignore', '6 sudo-alone'],
    ],
    ['of the file, below the top', `${SUDO}# polc:ignore-file sudo-alone -- why not\n${SUDO}`, ['2 sudo-alone', '4 unused-ignore', '6 sudo-alone']],
  ])('is a finding itself %s', (_name, text, standing) => {
    expect(judge(text).standing).toEqual(standing);
  });

  test('names the nearest rule', () => {
    const [found] = check([{ file: 'a.hcl', text: `# polc:ignore sudo-alon -- x\n${SUDO}` }]).diagnostics;
    expect(found).toMatchObject({ code: 'unknown-ignore', help: 'did you mean sudo-alone?', span: { start: 14, end: 23 } });
  });

  test('is not unused where its rule is off', () => {
    expect(judge(`# polc:ignore sudo-alone -- x\n${SUDO}`, { 'sudo-alone': 'off' })).toEqual({ standing: [], ignored: [] });
  });

  test.each(IGNORE_CODES.map(({ id }) => id))('has what is said of it set, and not ignored: %s', (id) => {
    const text = `# polc:ignore-file ${id} -- x\n# polc:ignore sudo-alone\n# polc:ignore sudo-alon -- x\n# polc:ignore inner-star -- x\n${stanza('a', 'read')}`;
    expect(judge(text).standing.some((each) => each.endsWith(id))).toBe(true);
    expect(judge(text, { [id]: 'off' }).standing.some((each) => each.endsWith(` ${id}`))).toBe(false);
    expect(check([{ file: 'a.hcl', text }], { rules: { [id]: 'error' } }).diagnostics.find(({ code }) => code === id)?.severity).toBe('error');
  });

  test('silences a rule that is an error, and lets the policy compile', () => {
    expect(judge(`# polc:ignore sudo-alone -- x\n${SUDO}`, { 'sudo-alone': 'error' }).standing).toEqual([]);
  });

  test('stays where it is when the file is formatted', () => {
    const text = 'path "a" {\n# polc:ignore sudo-alone -- why\ncapabilities=["sudo"] // polc:ignore inner-star -- too\n}\n';
    const written = format(makeSource('a.hcl', text)).value ?? '';
    expect(written).toContain('# polc:ignore sudo-alone -- why\n');
    expect(judge(written).ignored).toEqual(judge(text).ignored);
  });
});
