import { holds } from '../n8n/eventStream';
import type { QueueRig } from './rig';

/** The same as in one process; a call that comes twice at once goes to main and to a webhook process. */
export function describeOnceOnly(rig: QueueRig): void {
	test('once-only.json holds at 30 events a second with 100,000 events in its table: none twice, none lost', async () => {
		if (!rig.webhook.isRunning()) await rig.webhook.start();
		const told = await holds(
			{
				rest: rig.rest,
				urls: [rig.main.url, rig.webhook.url],
				statuses: (id) => rig.statusesOf(id),
			},
			100,
		);
		console.info(`Once only, two workers: ${told}.`);
	}, 600_000);
}
