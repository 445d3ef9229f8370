// Reading a tools/list answer: what is accepted, and each refusal with its words, its place and what to do.

import { describe, expect, it } from 'vitest';
import { BANK, FORGE, read, SPAN } from './tool-lists.js';

const schema = (inputSchema: unknown) => JSON.stringify([{ name: 'create_issue', inputSchema }]);
const nested = (depth: number) => `{"tools": ${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('a tools file', () => {
  it.each([
    ['an answer', FORGE],
    ['a bare list', FORGE.tools],
    ['a JSON-RPC answer', { jsonrpc: '2.0', id: 3, result: FORGE }],
  ])('may be %s', (_, document) => {
    const { server, diagnostics } = read(JSON.stringify(document));
    expect(diagnostics).toEqual([]);
    expect(server).toMatchObject({ name: 'forge', file: 'p.hcl', span: SPAN });
    expect([...(server?.tools.keys() ?? [])]).toEqual(['create_issue', 'search']);
    expect(server?.tools.get('search')?.inputSchema.required).toEqual(['query']);
  });

  it('may be bytes, with a byte order mark', () => {
    expect(read(new TextEncoder().encode(`\ufeff${JSON.stringify(BANK)}`)).server?.tools.size).toBe(2);
  });

  it('may have no tools, and tools named like members of every object', () => {
    expect(read('{"tools": []}').server?.tools.size).toBe(0);
    const { server } = read(
      '[{"name": "__proto__", "inputSchema": {"type": "object", "properties": {"__proto__": {"type": "string"}}}}, {"name": "constructor", "inputSchema": {"type": "object"}}]',
    );
    expect([...(server?.tools.keys() ?? [])]).toEqual(['__proto__', 'constructor']);
  });

  it.each([
    ['references in a circle', { type: 'object', properties: { a: { $ref: '#/$defs/n' } }, $defs: { n: { anyOf: [{ $ref: '#/$defs/n' }, { $ref: '#' }] } } }],
    ['references with escapes', { type: 'object', properties: { 'a/b~c': true, d: { $ref: '#/properties/a~1b~0c' }, e: { $ref: '#/properties/a~1b%7E0c' } } }],
    [
      '$defs of a draft-07 schema',
      { $schema: 'http://json-schema.org/draft-07/schema', type: 'object', properties: { a: { $ref: '#/$defs/n' } }, $defs: { n: {} } },
    ],
    ['unknown keywords and formats', { type: 'object', 'x-widget': 7, $async: true, properties: { a: { type: 'string', format: 'iban', enumNames: 3 } } }],
    ['patterns of another dialect, which nobody runs', { type: 'object', properties: { a: { pattern: '(?P<x>(a+)+)$' } } }],
    ['a property called $ref or $id', { type: 'object', properties: { $ref: { type: 'string' }, $id: {} } }],
    ['what looks like a reference in a value', { type: 'object', properties: { a: { default: { $ref: 'x' }, const: { $id: 'y', $ref: 'z' } } } }],
  ])('may hold %s', (_, inputSchema) => {
    expect(read(schema(inputSchema)).diagnostics).toEqual([]);
  });

  const REFUSED: readonly (readonly [what: string, content: string | Uint8Array, code: string, message: RegExp, help: RegExp])[] = [
    ['nothing', '', 'tools-not-json', /^"forge.json" is not JSON: the text ends too early \(line 1, column 1\)$/, /as it is/],
    ['no JSON', '{\n "tools": [}', 'tools-not-json', /this is no JSON value \(line 2, column 12\)$/, /as it is/],
    ['a comment', '// x\n[]', 'tools-not-json', /line 1, column 1/, /as it is/],
    ['more than one value', '[] []', 'tools-not-json', /something follows the value \(line 1, column 4\)/, /as it is/],
    ['a key twice', '{"tools": [], "\\u0074ools": []}', 'tools-not-json', /the key "\\u0074ools" stands twice \(line 1, column 15\)/, /as it is/],
    ['an unclosed string', '["abc', 'tools-not-json', /this string is not closed/, /as it is/],
    ['a missing comma', '[1 2]', 'tools-not-json', /a comma or "]" is missing \(line 1, column 4\)/, /as it is/],
    ['no key', '{tools: []}', 'tools-not-json', /a key in double quotes is missing/, /as it is/],
    ['no colon', '{"tools" []}', 'tools-not-json', /a colon is missing/, /as it is/],
    ['bytes that are no text', new Uint8Array([0x5b, 0xff, 0x5d]), 'tools-not-json', /it is not UTF-8 text$/, /as it is/],
    ['deep nesting', nested(100), 'tools-not-json', /nested more than 100 deep/, /as it is/],
    ['too much', ' '.repeat(5_000_001), 'tools-not-json', /larger than 5000000/, /keep only/],
    ['a number', '7', 'tools-not-mcp', /is no answer to tools\/list: it has no member "tools"/, /inputSchema/],
    ['an error', '{"jsonrpc": "2.0", "error": {"code": -32601}}', 'tools-not-mcp', /no member "tools"/, /inputSchema/],
    ['a page', '{"tools": [], "nextCursor": "p2"}', 'tools-not-mcp', /"nextCursor", so tools are missing/, /join/],
    ['tools that are no list', '{"tools": {}}', 'tools-not-mcp', /\/tools: it must be of type array/, /inputSchema/],
    ['too many tools', `[${Array(10_001).fill('0').join()}]`, 'tools-not-mcp', /the list: it must NOT have more than 10000 items/, /inputSchema/],
    [
      'a tool that is no object',
      '{"result": {"tools": [null]}}',
      'tools-not-mcp',
      /an element of "forge.json" is no MCP tool: \/result\/tools\/0: it must be of type object/,
      /inputSchema/,
    ],
    ['a tool without a name', '[{"inputSchema": {"type": "object"}}]', 'tools-not-mcp', /\/0: it must have the member "name"/, /inputSchema/],
    [
      'a strange name',
      '[{"name": "a b", "inputSchema": {"type": "object"}}]',
      'tools-not-mcp',
      /what is called "a b" in "forge.json" is no MCP tool: \/0\/name: it must be 1 to 128/,
      /inputSchema/,
    ],
    ['a long name', `[{"name": "${'a'.repeat(129)}", "inputSchema": {"type": "object"}}]`, 'tools-not-mcp', /\/0\/name: it must be 1 to 128/, /inputSchema/],
    ['no inputSchema', '{"tools": [{"name": "x"}]}', 'tools-not-mcp', /"x".*\/tools\/0: it must have the member "inputSchema"/, /inputSchema/],
    ['an inputSchema that is no object', '[{"name": "x", "inputSchema": true}]', 'tools-not-mcp', /\/0\/inputSchema: it must be of type object/, /inputSchema/],
    ['arguments that are no object', schema({ type: 'string' }), 'tools-not-mcp', /\/0\/inputSchema\/type: it must be "object"/, /inputSchema/],
    [
      'a tool twice',
      JSON.stringify([...FORGE.tools, FORGE.tools[0]]),
      'duplicate-tool',
      /"create_issue" stands twice in "forge.json", again at \/2/,
      /keep one/,
    ],
    [
      'an unknown type',
      schema({ type: 'object', properties: { a: { type: 'text' } } }),
      'invalid-tool-schema',
      /"create_issue" .*: \/0\/inputSchema\/properties\/a\/type: it must be "array" or "boolean"/,
      /mend/,
    ],
    [
      'a list for items',
      schema({ type: 'object', properties: { a: { items: [{}] } } }),
      'invalid-tool-schema',
      /properties\/a\/items: it must be of type object or boolean/,
      /draft-07/,
    ],
    [
      'another draft',
      schema({ $schema: 'http://json-schema.org/draft-04/schema#', type: 'object' }),
      'invalid-tool-schema',
      /\/\$schema: it must name draft 2020-12 or draft-07/,
      /mend/,
    ],
    ['a $schema that is no name', schema({ $schema: 4, type: 'object' }), 'invalid-tool-schema', /\/\$schema: it must name/, /mend/],
    [
      'a reference elsewhere',
      schema({ type: 'object', properties: { a: { $ref: 'https://x.example/a.json' } } }),
      'invalid-tool-schema',
      /\/properties\/a: its "\$ref" "https:.*names no place inside/,
      /mend/,
    ],
    [
      'a reference to nothing',
      schema({ type: 'object', allOf: [{ $ref: '#/$defs/n' }] }),
      'invalid-tool-schema',
      /\/allOf\/0: its "\$ref" "#\/\$defs\/n" names no place/,
      /mend/,
    ],
    ['a reference to what is inherited', schema({ type: 'object', allOf: [{ $ref: '#/constructor' }] }), 'invalid-tool-schema', /names no place/, /mend/],
    ['a reference with a broken escape', schema({ type: 'object', allOf: [{ $ref: '#/%' }] }), 'invalid-tool-schema', /names no place/, /mend/],
    [
      'a reference to a value',
      schema({ type: 'object', default: { type: 8 }, allOf: [{ $ref: '#/default' }] }),
      'invalid-tool-schema',
      /names a place that holds no schema/,
      /mend/,
    ],
    ['a schema with an $id inside', schema({ type: 'object', $defs: { a: { $id: 'b' } } }), 'invalid-tool-schema', /\/\$defs\/a: it has an "\$id"/, /mend/],
  ];

  it.each(REFUSED)('is refused: %s', (_, content, code, message, help) => {
    const { server, diagnostics } = read(content);
    expect(server).toBeNull();
    expect(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.severity])).toEqual([[code, 'error']]);
    expect(diagnostics[0]?.message).toMatch(message);
    expect(diagnostics[0]?.message).toMatch(/^[^A-Z].*[^.]$/);
    expect(diagnostics[0]?.help).toMatch(help);
    expect(diagnostics[0]).toMatchObject({ file: 'p.hcl', span: SPAN });
  });

  it('is told of every faulty tool, and of no more than ten', () => {
    const faulty = (count: number) =>
      JSON.stringify(Array.from({ length: count }, (_, i) => ({ name: `t${i}`, inputSchema: { type: 'object', required: 1 } })));
    expect(read(faulty(3)).diagnostics.map(({ message }) => message.slice(0, 33))).toEqual(
      ['t0', 't1', 't2'].map((name) => `the inputSchema of the tool "${name}" `.slice(0, 33)),
    );
    expect(read(faulty(200)).diagnostics).toHaveLength(10);
  });
});
