// The whole language through the command: agents, users and delegations of files and facts, what a decision says of its layers, what a bundle holds.

import { describe, expect, it } from 'vitest';
import { folder, polc } from './run-polc.js';

const SET = `policy "dev" {
  path "secret/data/app/*" {
    capabilities = ["create", "read", "update", "delete"]
  }
}

policy "robot" {
  path "secret/data/app/*" {
    capabilities = ["read", "list"]
  }
  path "secret/data/app/prod" {
    capabilities = ["read", "update"]
    when {
      time {
        zone = "Europe/Berlin"
        days = ["mon-fri"]
      }
    }
    max_ttl = "10m"
    approval {
      by     = ["group:ops", "user:carol"]
      within = "10m"
      count  = 2
    }
  }
}

scope "app" {
  path "secret/data/app/*" {
    capabilities = ["read", "update"]
    parameters {
      name = string(glob: "a*", matches: "[a-z]+")
      "*"  = any
    }
  }
}

agent_type "autonomous" {
  ceiling_policies = ["robot"]
}

agent "bot" {
  type      = "autonomous"
  policies  = ["robot"]
  ephemeral {
    uses = 1
  }
}

user "alice" {
  groups = ["eng"]
}

group "eng" {
  policies = ["dev"]
}

delegation "d1" {
  from    = "user:alice"
  to      = "bot"
  scopes  = ["app"]
  consent = "implied"
}

guardrail "no-delete" {
  enforcement = "hard-mandatory"
  on {
    capabilities = ["delete"]
  }
  forbid {
    expr = true
  }
}

guardrail "risky" {
  enforcement = "advisory"
  forbid {
    expr = context.risk > 50
  }
}

target "prod" {
  paths       = ["secret/data/app/prod", "secret/data/prod/*"]
  sensitivity = "high"
}

schema {
  operations = { write = "update" }
  subjects   = { robot = "agent", identity = "user" }
}
`;

const FACTS = {
  revision: '7',
  agents: [
    { id: 'temp', type: 'autonomous', policies: ['robot'] },
    { id: 'lost', policies: ['robot', 'gone'] },
  ],
  users: [
    { id: 'bob', policies: ['dev'] },
    { id: 'alice', status: 'suspended' },
  ],
};

const files = { 'p/set.hcl': SET, 'f.json': JSON.stringify(FACTS) };

const ON_BEHALF = { agent: 'bot', delegation: { id: 'd1' }, path: 'secret/data/app/prod', context: { time: '2026-05-04T10:00:00Z', risk: 80 } };
const PARAMETERS = { name: 'abc' };

function decide(request: object, ...flags: string[]) {
  return polc(['eval', '-p', 'p', '--request', '-', ...flags], { cwd: folder(files), input: JSON.stringify(request) });
}

describe('polc eval over layers', () => {
  it('says each verdict, which one decides, and the stanzas behind them', () => {
    expect(decide({ ...ON_BEHALF, path: 'secret/data/app/x', operation: 'update', parameters: PARAMETERS })).toEqual({
      code: 1,
      stderr: '',
      stdout: [
        'denied: ceiling',
        'the ceiling of agent_type:autonomous: "secret/data/app/*" decides "secret/data/app/x" and grants read, list, not update',
        '  user_policies  user:alice             allowed',
        '  type_ceiling   agent_type:autonomous  denied: capability_missing (this decides)',
        '  ceiling        agent:bot              denied: capability_missing',
        '  scope          delegation:d1          allowed',
        '  user_policies: granted by dev, path "secret/data/app/*", p/set.hcl:2',
        '  type_ceiling: selected by robot, path "secret/data/app/*", p/set.hcl:8',
        '  ceiling: selected by robot, path "secret/data/app/*", p/set.hcl:8',
        '  scope: granted by app, path "secret/data/app/*", p/set.hcl:29',
        'advice: the guardrail "risky" would deny this if it were mandatory',
        '',
      ].join('\n'),
    });
  });

  it('says what is wanted, and for what exactly', () => {
    const request = { ...ON_BEHALF, operation: 'update', parameters: PARAMETERS };
    const { code, stdout, stderr } = decide(request);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const { obligations } = JSON.parse(decide(request, '--format', 'json').stdout);
    const { action, requirements } = obligations.approval;
    expect(stdout).toContain(
      [
        'limited: for at most 600 seconds, for 1 use',
        'wanted: 2 approvals by group:ops or user:carol, no older than 600 seconds, for the stanza "robot:secret/data/app/prod"',
        `  requirement ${requirements[0].requirement}`,
        `  action ${action}`,
      ].join('\n'),
    );
  });

  it('names the guardrail that denies, and what could not be told', () => {
    const denied = decide({ user: { id: 'alice' }, operation: 'delete', path: 'secret/data/app/x' });
    expect(denied).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^denied: guardrail\n[^\n]*"no-delete"[^\n]*\n {2}guardrail +guardrail:no-delete +denied/),
    });
    const unknown = decide({ ...ON_BEHALF, operation: 'read', parameters: PARAMETERS, context: { time: 'yesterday' } });
    expect(unknown).toMatchObject({ code: 1, stdout: expect.stringContaining('\nunknown: context.time\n') });
    expect(unknown.stdout).not.toContain('limited');
  });

  it.each(['tree', 'reference'])('knows agents and users of the facts, by engine %s', (engine) => {
    const outcome = (request: object, ...flags: string[]) => {
      const { stdout, stderr } = decide({ operation: 'read', path: 'secret/data/app/x', ...request }, '--engine', engine, '--format', 'json', ...flags);
      expect(stderr).toBe('');
      const { outcome, facts_revision } = JSON.parse(stdout) as Record<string, unknown>;
      return [outcome, facts_revision];
    };
    const facts = ['--facts', 'f.json'];
    expect(outcome({ agent: 'temp' })).toEqual(['unknown_principal', null]);
    expect(outcome({ agent: 'temp' }, ...facts)).toEqual(['allowed', '7']);
    expect(outcome({ user: { id: 'bob' } }, ...facts)).toEqual(['allowed', '7']);
    expect(outcome({ user: { id: 'alice' } })).toEqual(['allowed', null]);
    expect(outcome({ user: { id: 'alice' } }, ...facts)).toEqual(['suspended', '7']);
    expect(outcome({ agent: 'lost' }, ...facts)).toEqual(['unknown_policy', '7']);
  });

  it.each(['tree', 'reference'])('refuses facts that are none, with the file and the reason, by engine %s', (engine) => {
    const refusal = (facts: string) => {
      const cwd = folder({ ...files, 'bad.json': facts });
      const { code, stdout, stderr } = polc(['eval', '-p', 'p', '--facts', 'bad.json', '--request', '-', '--engine', engine], { cwd, input: '{}' });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      return stderr;
    };
    expect(refusal('[]')).toBe('polc: bad.json: facts are an object\n');
    expect(refusal('{"agent": []}')).toBe('polc: bad.json: "agent" is not a member of facts\n');
    expect(refusal('{"agents": [{"id": "a"}, {"id": "a"}]}')).toBe('polc: bad.json: agents[1] ("a") stands twice\n');
    expect(refusal('{"agents": [], "agents": []}')).toBe('polc: bad.json:1:16: not valid JSON: the key "agents" stands twice\n');
    expect(refusal('{"agents": [{"id": "bot", "policies": ["dev"]}]}')).toMatch(/^polc: bad\.json: [^\n]*"bot"[^\n]*\n$/);
  });
});

describe('polc capabilities of a principal', () => {
  const capabilities = (...args: string[]) => polc(['capabilities', '-p', 'p', ...args], { cwd: folder(files) });

  it('are what all its layers grant together', () => {
    expect(capabilities('--agent', 'bot', 'secret/data/app/x', '/secret/data/app/prod', 'other')).toEqual({
      code: 0,
      stdout: 'secret/data/app/x: list, read\n/secret/data/app/prod: read, update\nother: deny\n',
      stderr: '',
    });
    expect(JSON.parse(capabilities('--user', 'alice', '--format', 'json', 'secret/data/app/x').stdout)).toEqual({
      capabilities: { 'secret/data/app/x': ['create', 'delete', 'read', 'update'] },
    });
    expect(capabilities('--facts', 'f.json', '--agent', 'temp', 'secret/data/app/x')).toEqual({
      code: 0,
      stdout: 'secret/data/app/x: list, read\n',
      stderr: '',
    });
  });

  it('are the patterns of its own policies where no path is given', () => {
    expect(capabilities('--user', 'alice').stdout).toBe('"secret/data/app/*": create, read, update, delete  (dev)\n');
    expect(capabilities('--agent', 'bot').stdout).toBe('"secret/data/app/prod": read, update  (robot)\n"secret/data/app/*": read, list  (robot)\n');
    expect(capabilities('--facts', 'f.json', '--user', 'bob').stdout).toBe(capabilities('--policy', 'dev').stdout);
  });

  it('are none, with the reason, for one that is suspended or has a policy that does not exist', () => {
    const none = (kind: string, id: string) => capabilities('--facts', 'f.json', kind, id, 'secret/data/app/x');
    expect(none('--user', 'alice')).toEqual({ code: 0, stdout: 'secret/data/app/x: deny\n', stderr: 'polc: the user "alice" is suspended\n' });
    expect(none('--agent', 'lost')).toEqual({ code: 0, stdout: 'secret/data/app/x: deny\n', stderr: expect.stringContaining('"gone"') });
  });

  it.each([
    [['--agent', 'bott'], 'there is no agent "bott"; did you mean "bot"?'],
    [['--agent', 'alice'], 'there is no agent "alice"'],
    [['--user', 'bob'], 'there is no user "bob"'],
    [['--policy', 'app'], 'there is no policy "app"'],
    [['--agent', 'bot', 'a//b'], 'a//b: the path has an empty segment, a dot segment or a control character'],
    [['--agent', 'bot', '--user', 'alice'], 'capabilities takes one of --policy NAME (once or more often), --agent ID and --user ID'],
  ])('refuse %j', (args, message) => {
    expect(capabilities(...args)).toEqual({ code: 2, stdout: '', stderr: `polc: ${message}\n` });
  });
});

describe('polc inspect on the whole language', () => {
  const built = () => {
    const cwd = folder(files);
    expect(polc(['build', 'p', '-o', 'p.polc'], { cwd })).toMatchObject({ code: 0, stderr: expect.stringContaining(', 2 policies, ') });
    return cwd;
  };

  it('tells scopes from policies and counts everything', () => {
    const { counts, zones, policies, scopes, blocks, schema } = JSON.parse(polc(['inspect', 'p.polc', '--format', 'json'], { cwd: built() }).stdout);
    expect(counts).toEqual({
      ...{ policies: 2, scopes: 1, stanzas: 4, patterns: 2, agent_types: 1, agents: 1, users: 1, groups: 1, delegations: 1, guardrails: 2, targets: 1 },
      ...{ globs: 1, regular_expressions: 1 },
    });
    expect(zones).toEqual({ tzdata: expect.stringMatching(/^\d{4}[a-z]$/), names: ['Europe/Berlin'] });
    expect(policies.map(({ name }: { name: string }) => name)).toEqual(['dev', 'robot']);
    expect(policies[1].paths[1]).toMatchObject({
      conditions: 1,
      max_ttl_seconds: 600,
      approval: { by: ['group:ops', 'user:carol'], within: 600, count: 2 },
      line: 11,
    });
    expect(scopes[0].paths[0].parameters).toEqual({
      kind: 'object',
      members: { name: { optional: false, shape: { kind: 'string', globs: ['a*'], patterns: ['[a-z]+'] } } },
      extra: { kind: 'any' },
    });
    expect(schema).toEqual({ operations: { write: 'update' }, subjects: { identity: 'user', robot: 'agent' }, sources: {}, trusted_groups: false });
    expect(blocks.agents).toEqual([{ id: 'bot', type: 'autonomous', policies: ['robot'], ephemeral: { uses: 1 } }]);
    expect(blocks.guardrails[0]).toMatchObject({ name: 'no-delete', enforcement: 'hard-mandatory', capabilities: ['delete'], require: 0, forbid: 1 });
    expect(blocks.targets).toEqual([{ name: 'prod', attributes: { sensitivity: 'high' }, paths: ['secret/data/app/prod', 'secret/data/prod/*'] }]);
  });

  it('shows people the same', () => {
    const { stdout } = polc(['inspect', 'p.polc'], { cwd: built() });
    expect(stdout).toContain(
      '2 policies, 1 scope, 4 stanzas, 2 patterns, 1 agent type, 1 agent, 1 user, 1 group, 1 delegation, 2 guardrails, 1 target, 1 glob, 1 ',
    );
    expect(stdout).toMatch(/^zones {6}Europe\/Berlin \(tzdata \d{4}[a-z]\)$/m);
    expect(stdout).toContain('\nscope app  (p/set.hcl)\n');
    expect(stdout).toContain('\noperation  "write" is update\nsubject    "robot" is an agent\nsubject    "identity" is a user\n');
    expect(stdout).toMatch(/^agent bot\n {2}type = "autonomous"\n/m);
    expect(stdout).toMatch(/^guardrail no-delete {2}\(p\/set\.hcl:\d+\)\n {2}enforcement = "hard-mandatory"\n/m);
  });
});
