import { holds } from './eventStream';
import type { Rig } from './rig';
import { describeWith } from './since';

/** The way that is advised to handle each event once, with as many events behind it as it has to hold. */
export function describeOnceOnly(rig: Rig): void {
	describeWith('data tables that a workflow makes', 'once-only.json', () => {
		test('holds at 30 events a second with 100,000 events in its table: none twice, none lost', async () => {
			const told = await holds(
				{ rest: rig.rest, urls: [rig.n8n.url], statuses: (id) => rig.statusesOf(id) },
				100,
			);
			console.info(`Once only, one process: ${told}.`);
		}, 600_000);
	});
}
