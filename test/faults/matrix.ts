import { PROFILES } from '../profiles';
import type { ProfileName } from '../profiles/profile';
import { complaintsOf, forEach, isPolluted } from './cells';
import { ANOTHER_PROTOCOL, FAULTS, type Fault, type Truth } from './faults';
import { PLAIN } from './front';
import { labelOf, OPERATIONS, type OperationCase } from './operations';
import { useStage, type Stage } from './stage';
import { count, note } from './tally';

/** Whether a cell waits longer than the options say; these are tried all at once in `waits.test.ts`. */
export function waitsLong({ signsIn, kind }: OperationCase, fault: Fault): boolean {
	if (kind === 'poll' || kind === 'test') return fault.isSlow === true;
	// The node also waits for a sign-in, which it does not see.
	return signsIn === true && fault === ANOTHER_PROTOCOL;
}

/** What a fault means for an operation: some take more for an answer, and so do tests of a credential. */
function truthFor({ node, kind, rightReply }: OperationCase, { truth, name }: Fault): Truth {
	if (rightReply?.test(name) === true) return 'told';
	if (kind !== 'test' || truth !== 'open') return truth;
	return PROFILES[node].mayPassTest?.test(name) === true ? 'told or open' : truth;
}

/** Tries an operation with a fault; all that is wrong. */
export async function tryFault(
	{ sandbox, front }: Stage,
	operation: OperationCase,
	fault: Fault,
	stops = false,
): Promise<string[]> {
	const place = front.place(fault);
	// A token may have run out: n8n fetches another one and asks again, once.
	const mayRenew = PROFILES[operation.node].token !== undefined && /^HTTP 40[13]$/.test(fault.name);
	const complaints = await complaintsOf({
		operation,
		sandbox,
		place,
		truth: truthFor(operation, fault),
		stops,
		isSlow: fault.isSlow,
		...(mayRenew && { mostRequests: 2 }),
	});
	return complaints.map((each) => `${fault.group}, ${fault.name}: ${each}`);
}

/** Drives all operations of a node through all faults. */
export function describeMatrix(node: ProfileName): void {
	const operations = OPERATIONS.filter((operation) => operation.node === node);
	const stage = useStage();

	describe.each(operations)('$name', (operation) => {
		it('works without a fault', async () => {
			const { sandbox, front } = stage;
			const place = front.place(PLAIN);
			expect(await complaintsOf({ operation, sandbox, place, truth: 'told' })).toEqual([]);
			expect(place.requests.length).toBeGreaterThan(0);
		});

		const faults = FAULTS.filter((fault) => !waitsLong(operation, fault));
		const groups = [...new Set(faults.map(({ group }) => group))];
		it.each(groups)('%s', async (group) => {
			const complaints: string[] = [];
			const tried = faults.filter((fault) => fault.group === group);
			await forEach(tried, 25, async (fault) => {
				complaints.push(...(await tryFault(stage, operation, fault)));
				if (!fault.isSlow && operation.kind === 'send')
					complaints.push(...(await tryFault(stage, operation, fault, true)));
			});
			count('operations x faults', operation, group, tried.length);
			note(complaints.map((each) => `${labelOf(operation)}: ${each}`));
			expect(complaints).toEqual([]);
		});
	});

	it('leaves the prototype of all objects alone', () => {
		expect(isPolluted()).toBe(false);
	});
}
