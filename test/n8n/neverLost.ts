import { createSeededRandom } from './seededRandom';
import { manualTriggerOf, readExample } from '../../tools/n8n/examples';
import type { WorkflowFile } from '../../tools/n8n/rest';
import type { Rig } from './rig';

/** How many recipients there are, and the seeds by which connections are cut; more by hand. */
const RECIPIENTS = Number(process.env.SMS_GATEWAYS_TEST_RECIPIENTS ?? 300);
const SEEDS = (process.env.SMS_GATEWAYS_TEST_SEEDS ?? '1').split(',').map(Number);
/** How many of the connections are cut. */
const SHARE = 0.05;
/** Seconds for which the example waits, and after which a message has settled. */
const WAIT = 4;
const SETTLE = 2;

const phoneOf = (index: number) => `+1213${String(5_500_000 + index)}`;

/** The example with many recipients, and seconds instead of minutes. */
function example(): WorkflowFile {
	const workflow = readExample('never-lost-never-twice.json');
	const parametersOf = (name: string) =>
		(workflow.nodes.find((node) => node.name === name) as { parameters: Record<string, unknown> })
			.parameters;
	const contact = `{ name: 'N' + n, phone: '+1213' + (5500000 + n) }`;
	parametersOf('Contacts').jsonOutput =
		`={{ ({ contacts: Array.from({ length: ${RECIPIENTS} }, (_, n) => (${contact})) }) }}`;
	Object.assign(parametersOf('Ten Minutes'), { amount: WAIT, unit: 'seconds' });
	parametersOf('Find Out').options = { whenMissing: 'rejected', settle: SETTLE / 60 };
	return { ...workflow, id: undefined };
}

/** Cuts connections at random, before or after the message is taken, or in the middle of the answer. */
function cutConnections(rig: Rig, seed: number): number {
	const random = createSeededRandom(seed);
	const kinds = ['before', 'after', 'middle'] as const;
	let cuts = 0;
	// A second round is sent for what was cut before.
	for (let place = 0; place < RECIPIENTS * 1.1; cuts++) {
		const skip = Math.floor(Math.log(1 - random()) / Math.log(1 - SHARE));
		const cut = kinds[Math.floor(random() * kinds.length)] ?? 'before';
		rig.sandbox.failNext({ gateway: 'messangi', path: 'tools/sendSMS', skip, cut });
		place += skip + 1;
	}
	return cuts;
}

/** `never-lost-never-twice.json`, with connections that are cut. */
export function describeNeverLost(rig: Rig): void {
	test.each(SEEDS)(
		`never-lost-never-twice.json: each of ${RECIPIENTS} gets the text exactly once (seed %i)`,
		async (seed) => {
			cutConnections(rig, seed);
			const workflow = example();
			const execution = await rig.run(workflow, manualTriggerOf(workflow));
			const times = new Map<string, number>();
			for (const { to } of rig.sandbox.messages())
				times.set(`+${to}`, (times.get(`+${to}`) ?? 0) + 1);
			// What is sent again goes around once more.
			const itemsOf = (node: string) => execution.allItems(node).map(({ json }) => json);
			const person = new Set(itemsOf('A Person Decides').map(({ to }) => String(to)));
			const unknown = itemsOf('Find Out').length;
			const everybody = Array.from({ length: RECIPIENTS }, (_, index) => phoneOf(index));
			const once = everybody.filter((phone) => times.get(phone) === 1);
			const twice = everybody.filter((phone) => (times.get(phone) ?? 0) > 1);
			const lost = everybody.filter((phone) => !times.has(phone) && !person.has(phone));
			console.log(
				`Seed ${seed}, ${RECIPIENTS} recipients: ${once.length} sent once, ${twice.length} twice, ${lost.length} lost, ${person.size} left to a person; ${unknown} looked up, ${itemsOf('Send Again').length} sent again`,
			);
			expect({ twice, lost }).toEqual({ twice: [], lost: [] });
			expect(unknown).toBeGreaterThan(0);
			expect(person.size).toBe(0);
			// What the workflow says is what the sandbox has.
			const accepted = itemsOf('Everything Else')
				.filter(({ outcome }) => outcome === 'accepted')
				.map(({ to }) => String(to));
			expect(accepted.sort()).toEqual([...everybody].sort());
		},
		600_000,
	);
}
