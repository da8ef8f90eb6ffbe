import { ALL_PROFILES } from '../profiles';
import type { Operation, ProfileName } from '../profiles/profile';

/** One operation of the public contract, in one of its forms. */
export interface OperationCase extends Operation {
	node: ProfileName;
}

const ALL: readonly OperationCase[] = ALL_PROFILES.flatMap(({ name, operations }) =>
	operations.map((operation) => ({ ...operation, node: name })),
);

/** Every operation of the public contract, except those that only sign in. */
export const OPERATIONS: readonly OperationCase[] = ALL.filter(({ isSignIn }) => !isSignIn);

/** Those that fetch a token before they ask for anything. */
export const SIGNING_IN: readonly OperationCase[] = ALL.filter(({ signsIn }) => signsIn);

/** What an operation is called in the names of tests. */
export function labelOf({ node, name }: OperationCase): string {
	return `${node} ${name}`;
}
