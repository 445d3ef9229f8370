// A workload in polc's terms: one policy an agent, named like it, and the same requests with their members renamed.

/** @throws where the rules need more than Vault's language has */
export function policyText(agent) {
  return agent.rules.map((rule) => stanza(agent, rule)).join('\n');
}

function stanza(agent, rule) {
  if (rule.when !== undefined) throw new Error(`${agent.id} ${rule.id}: conditions cannot be said in a Vault policy`);
  const lines = [`path ${quoted(rule.path)} {`, `  capabilities = ${list(rule.effect === 'deny' ? ['deny'] : rule.caps)}`];
  if (rule.params !== undefined) {
    lines.push('  allowed_parameters = {', ...Object.entries(rule.params).map(([name, values]) => `    ${quoted(name)} = ${list(values)}`), '  }');
  }
  return `${lines.join('\n')}\n}\n`;
}

const quoted = (text) => JSON.stringify(text);
const list = (texts) => `[${texts.map(quoted).join(', ')}]`;

/** Every request has the same members in the same order, as requests that come through one enforcement point do. */
export function polcRequest({ agent, action, path, params, ctx }) {
  return { policies: [agent], operation: action, path, parameters: params ?? null, context: ctx };
}
