// docs/serving.md names every endpoint of the server, and no other.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { run } from './running.js';

it('the page of the server has all of its endpoints', async () => {
  const running = await run('policy "none" { path "x" { capabilities = ["read"] } }');
  try {
    const { paths } = (await running.call('GET', '/openapi.json')).json as { paths: Readonly<Record<string, object>> };
    const served = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    const page = readFileSync(new URL('../../docs/serving.md', import.meta.url), 'utf8');
    const named = [...page.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`]*)`/g)].map(([, endpoint]) => endpoint);
    expect(new Set(named)).toEqual(new Set(served));
  } finally {
    await running.end();
  }
});
