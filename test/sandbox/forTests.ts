import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/server/server';

/**
 * A sandbox for the tests of a file or of a `describe`: started before the first test, reset before each,
 * closed after the last. It has no address and no methods before that.
 */
export function sandboxForTests(options?: SandboxOptions): Sandbox {
	const sandbox = {} as Sandbox;
	beforeAll(async () => {
		Object.assign(sandbox, await createSandbox(options));
	});
	beforeEach(() => {
		sandbox.reset();
	});
	afterAll(() => sandbox.close());
	return sandbox;
}
