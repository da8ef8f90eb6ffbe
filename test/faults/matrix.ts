import { createSandbox, type Sandbox } from '../../sandbox/server';
import { complaintsOf, forEach, isPolluted } from './cells';
import { FAULTS, type Fault, type Truth } from './faults';
import { Front, PLAIN } from './front';
import { OPERATIONS, type OperationCase } from './operations';
import { count, note } from './tally';

const labelOf = ({ node, name }: OperationCase) => `${node} ${name}`;
const groups = [...new Set(FAULTS.map(({ group }) => group))];
/** These wait 15 or 30 seconds, whatever the options say. */
const hasFixedTime = ({ kind }: OperationCase) => kind === 'poll' || kind === 'test';

/**
 * What a fault means for an operation, where that is something of its own.
 *
 * To test a credential, Message Central is asked something that it refuses for another reason:
 * any object as JSON says that the token was right, and so does any code of mGage's.
 */
function truthFor({ node, kind }: OperationCase, { truth, name }: Fault): Truth {
	if (kind !== 'test' || truth !== 'open') return truth;
	const isObject = /^JSON (?:\{|with __proto__)|^very deep JSON|as JSON of an error/.test(name);
	if (node === 'messageCentral' && isObject) return 'told or open';
	if (node === 'mGage' && name.includes('of an error')) return 'told or open';
	return truth;
}

/** Drives all operations of a node through all faults. */
export function describeMatrix(node: OperationCase['node']): void {
	const operations = OPERATIONS.filter((operation) => operation.node === node);
	let sandbox: Sandbox;
	let front: Front;

	beforeAll(async () => {
		sandbox = await createSandbox();
		front = await Front.open(sandbox);
		sandbox.receive([{ gateway: 'messangi', from: '13056708084', to: '87767', text: 'JOIN' }]);
		const [first] = OPERATIONS;
		if (first === undefined) throw new Error('There are no operations.');
		const place = front.place(PLAIN);
		expect(await complaintsOf({ operation: first, sandbox, place, truth: 'told' })).toEqual([]);
	});
	afterAll(async () => {
		await front.close();
		await sandbox.close();
	});

	const tryFault = async (
		operation: OperationCase,
		fault: Fault,
		stops: boolean,
	): Promise<string[]> => {
		const place = front.place(fault);
		// A token may have run out: n8n fetches another one and asks again, once.
		const mayRenew = operation.node === 'messageCentral' && /^HTTP 40[13]$/.test(fault.name);
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
	};

	describe.each(operations.map((operation) => [labelOf(operation), operation] as const))(
		'%s',
		(_label, operation) => {
			it('works without a fault', async () => {
				const place = front.place(PLAIN);
				expect(await complaintsOf({ operation, sandbox, place, truth: 'told' })).toEqual([]);
				expect(place.requests.length).toBeGreaterThan(0);
			});

			it.each(groups.filter((group) => group !== 'slow' || !hasFixedTime(operation)))(
				'%s',
				async (group) => {
					const complaints: string[] = [];
					const faults = FAULTS.filter((fault) => fault.group === group);
					await forEach(faults, 25, async (fault) => {
						complaints.push(...(await tryFault(operation, fault, false)));
						if (!fault.isSlow && operation.kind === 'send')
							complaints.push(...(await tryFault(operation, fault, true)));
					});
					count('operations x faults', operation, group, faults.length);
					note(complaints.map((each) => `${labelOf(operation)}: ${each}`));
					expect(complaints).toEqual([]);
				},
			);
		},
	);

	it('leaves the prototype of all objects alone', () => {
		expect(isPolluted()).toBe(false);
	});
}
