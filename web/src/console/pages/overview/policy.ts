import type { Schemas } from '../../client';

type PolicyName = Schemas['PolicyName'];

/** Whole by its type: a policy that the API gets or loses is missed here at once. */
const POLICIES: Readonly<Record<PolicyName, true>> = {
  strict: true,
  balanced: true,
  lenient: true,
  passive_only: true,
};

const isPolicy = (name: string): name is PolicyName => Object.hasOwn(POLICIES, name);

/** The policy that an address asks for; null for all of them, and for one that is not known. */
export const policyOf = (name: string | null): PolicyName | null =>
  name !== null && isPolicy(name) ? name : null;
