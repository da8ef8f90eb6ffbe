import { createSandbox, type Sandbox } from '../../sandbox/server/server';
import { complaintsOf } from './cells';
import { Front, PLAIN } from './front';
import { OPERATIONS } from './operations';

/** What the cells of a file are tried on. */
export interface Stage {
	sandbox: Sandbox;
	front: Front;
}

/** Sets up a sandbox, with a message of each gateway and an incoming one, and a front before it for the tests of a file. */
export function useStage(): Stage {
	const stage = {} as Stage;
	beforeAll(async () => {
		stage.sandbox = await createSandbox();
		stage.front = await Front.open(stage.sandbox);
		await fill(stage);
	});
	afterAll(async () => {
		await stage.front.close();
		await stage.sandbox.close();
	});
	return stage;
}

async function fill({ sandbox, front }: Stage): Promise<void> {
	sandbox.receive([{ gateway: 'messangi', from: '13056708084', to: '87767', text: 'JOIN' }]);
	for (const operation of OPERATIONS.filter(({ name }) => name === 'sms: send')) {
		const place = front.place(PLAIN);
		expect(await complaintsOf({ operation, sandbox, place, truth: 'told' })).toEqual([]);
	}
}
