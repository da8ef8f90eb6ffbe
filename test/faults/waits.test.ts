import { complaintsOf, forEach } from './cells';
import { ANOTHER_PROTOCOL, FAULTS, slowFaults, type Fault } from './faults';
import { PLAIN } from './front';
import { tryFault, waitsLong } from './matrix';
import { labelOf, OPERATIONS, SIGNING_IN, type OperationCase } from './operations';
import { useStage } from './stage';
import { count, note } from './tally';

/*
 * What waits 15, 30 or 60 seconds, whatever the options say: all of it at once, so that together
 * it takes no longer than the longest.
 */

const stage = useStage();

/** How long a poll, the test of a credential and a sign-in wait, in milliseconds. */
const POLL_TIME = 30_000;
const TEST_TIME = 15_000;
const SIGN_IN_TIME = 30_000;

interface Cell {
	table: string;
	operation: OperationCase;
	fault: Fault;
	isSignIn: boolean;
}

const cells: Cell[] = [
	...OPERATIONS.flatMap((operation) => {
		const slow = slowFaults(operation.kind === 'poll' ? POLL_TIME : TEST_TIME);
		const others = FAULTS.filter(({ group }) => group !== 'slow');
		return [...slow, ...others]
			.filter((fault) => waitsLong(operation, fault))
			.map((fault) => ({ table: 'operations x faults', operation, fault, isSignIn: false }));
	}),
	...SIGNING_IN.flatMap((operation) =>
		[...slowFaults(operation.kind === 'test' ? TEST_TIME : SIGN_IN_TIME), ANOTHER_PROTOCOL].map(
			(fault) => ({ table: 'sign-ins x faults', operation, fault, isSignIn: true }),
		),
	),
];

async function tryCell({ operation, fault, isSignIn }: Cell): Promise<string[]> {
	if (!isSignIn) return await tryFault(stage, operation, fault);
	const { sandbox, front } = stage;
	const place = front.place(PLAIN, fault);
	return await complaintsOf({ operation, sandbox, place, truth: fault.truth, isSignIn });
}

it('what waits for a fixed time', async () => {
	const complaints: string[] = [];
	await forEach(cells, cells.length, async (cell) => {
		const { table, operation, fault, isSignIn } = cell;
		const label = `${labelOf(operation)}${isSignIn ? ', sign-in' : ''}, ${fault.name}`;
		complaints.push(...(await tryCell(cell)).map((each) => `${label}: ${each}`));
		count(table, operation, fault.group, 1);
	});
	note(complaints);
	expect(complaints).toEqual([]);
	expect(cells.length).toBeGreaterThan(100);
});
