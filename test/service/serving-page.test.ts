// docs/serving.md names every endpoint of the server, and no other.

import { readFileSync } from 'node:fs';
import { readTokensFile, TokenDoor } from '@polc/service';
import { expect, it } from 'vitest';
import { run } from './running.js';

const page = readFileSync(new URL('../../docs/serving.md', import.meta.url), 'utf8');

it('the page of the server has all of its endpoints', async () => {
  const running = await run('policy "none" { path "x" { capabilities = ["read"] } }');
  try {
    const { paths } = (await running.call('GET', '/openapi.json')).json as { paths: Readonly<Record<string, object>> };
    const served = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    const named = [...page.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`]*)`/g)].map(([, endpoint]) => endpoint);
    expect(new Set(named)).toEqual(new Set(served));
  } finally {
    await running.end();
  }
});

it('the page of the server has settings of tokens that it takes', () => {
  const [, text = ''] = /```json\n(.*?)```/s.exec(page) ?? [];
  const { issuers, trustDomains = [], ciba } = readTokensFile(JSON.parse(text));
  expect([issuers.length, trustDomains.length, ciba?.clientId]).toEqual([1, 1, 'polc']);
  expect(() => new TokenDoor({ issuers, trustDomains, first: async () => true })).not.toThrow();
});
