// find-my-way: a router for each agent. Routes alone: it knows nothing of parameters and conditions, and grants too much wherever a rule has some.

import findMyWay from 'find-my-way';

export const lacks = 'routes alone: no parameters, no conditions';

const METHODS = { create: 'POST', read: 'GET', update: 'PUT', delete: 'DELETE', list: 'PROPFIND' };

const handler = () => {};

export function load({ agents, requests }) {
  const routers = new Map(agents.map(({ id, rules }) => [id, routerOf(rules)]));
  return {
    requests: () => requests.map(({ agent, operation, path }) => ({ agent, method: METHODS[operation], url: `/${path}` })),
    decide: ({ agent, method, url }) => routers.get(agent)?.find(method, url)?.store ?? false,
  };
}

/** A deny lies below a prefix, and the longer route wins. */
function routerOf(rules) {
  const router = findMyWay({ caseSensitive: true });
  for (const { effect, path, caps } of rules) {
    let places = 0;
    const url = `/${path.replaceAll('+', () => `:segment${places++}`)}`;
    router.on(
      caps.map((capability) => METHODS[capability]),
      url,
      handler,
      effect === 'allow',
    );
  }
  return router;
}
