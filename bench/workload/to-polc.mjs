// A workload in polc's terms: a file of stanzas for each agent, named like it, one file with a block for each agent, and the same requests with
// their members renamed.

/** The files of a workload; bare stanzas cannot stand beside blocks, so the agents are in a file of their own. */
export function sourcesOf({ agents }) {
  return [...agents.map(agentSource), { file: 'agents.hcl', text: agents.map(({ id }) => block('agent', id, { policies: [id] })).join('\n') }];
}

/** The file with one agent's rules. */
export function agentSource(agent) {
  return { file: `${agent.id}.hcl`, text: agent.rules.map(stanza).join('\n') };
}

function stanza(rule) {
  const lines = [`path ${quoted(rule.path)} {`, `  capabilities = ${list(rule.effect === 'deny' ? ['deny'] : rule.caps)}`];
  if (rule.params !== undefined) {
    lines.push('  allowed_parameters = {', ...Object.entries(rule.params).map(([name, values]) => `    ${quoted(name)} = ${list(values)}`), '  }');
  }
  if (rule.when !== undefined) lines.push('  when {', ...conditions(rule.when), '  }');
  return `${lines.join('\n')}\n}\n`;
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function conditions({ hours, cidr, countries, delegation }) {
  const lines = [];
  if (hours !== undefined) {
    const days = hours.days.map((day) => DAYS[day]);
    lines.push(`    time { zone = ${quoted(hours.tz)} days = ${list(days)} hours = ${quoted(`${clock(hours.start)}-${clock(hours.end)}`)} }`);
  }
  if (cidr !== undefined || countries !== undefined) {
    const places = [...(cidr === undefined ? [] : [`cidrs = ${list(cidr)}`]), ...(countries === undefined ? [] : [`countries = ${list(countries)}`])];
    lines.push(`    location { ${places.join(' ')} }`);
  }
  // Plain context in w1 to w4; registered delegations are w5's.
  if (delegation !== undefined) {
    lines.push(`    expr = context.mode == ${quoted(delegation.mode)} && contains(context.scopes, ${quoted(delegation.scope)})`);
  }
  return lines;
}

const clock = (minutes) => [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** A block whose attributes are texts, numbers or lists of texts. */
export function block(word, label, attributes, inside = '') {
  const lines = Object.entries(attributes).map(([key, value]) => `  ${key} = ${Array.isArray(value) ? list(value) : quoted(value)}\n`);
  return `${word} ${quoted(label)} {\n${lines.join('')}${inside}}\n`;
}

export const quoted = (value) => JSON.stringify(value);
export const list = (texts) => `[${texts.map(quoted).join(', ')}]`;

/** Every request has the same members in the same order, as requests that come through one enforcement point do. */
export function polcRequest({ agent, action, path, params, ctx }) {
  return { agent, operation: action, path, parameters: params ?? {}, context: contextOf(ctx) };
}

export function contextOf({ time, ip, country, delegation }) {
  return { time, ip, country, mode: delegation.mode, scopes: delegation.scopes };
}
