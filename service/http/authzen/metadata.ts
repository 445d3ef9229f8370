// What the decision point says of itself (AuthZEN 1.0 §9).

const ENDPOINTS = {
  access_evaluation_endpoint: 'evaluation',
  access_evaluations_endpoint: 'evaluations',
  search_subject_endpoint: 'search/subject',
  search_resource_endpoint: 'search/resource',
  search_action_endpoint: 'search/action',
} as const;

/** `base`: the identifier of the decision point, a URL without query and fragment. */
export function metadataOf(base: string): { readonly [name: string]: string } {
  const urls = Object.entries(ENDPOINTS).map(([name, path]) => [name, `${base.replace(/\/$/, '')}/access/v1/${path}`]);
  return { policy_decision_point: base, ...Object.fromEntries(urls) };
}
