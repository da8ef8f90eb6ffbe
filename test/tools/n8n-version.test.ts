import { N8N_VERSION, takeN8nVersion } from '../../tools/n8n/versions';

describe('--n8n', () => {
	it('is the usual version unless one is named', () => {
		expect(takeN8nVersion(['-t', 'waiting'])).toEqual({
			version: N8N_VERSION,
			rest: ['-t', 'waiting'],
		});
	});

	it('leaves the other arguments to Jest', () => {
		expect(takeN8nVersion(['-t', 'waiting', '--n8n', '2.41.1', '--bail'])).toEqual({
			version: '2.41.1',
			rest: ['-t', 'waiting', '--bail'],
		});
	});

	it.each([[[]], [['latest']], [['^2.0.0']], [['../2.0.0']], [['-t']]])(
		'refuses what is no exact version: %j',
		(after) => {
			expect(() => takeN8nVersion(['--n8n', ...after])).toThrow('an exact version of n8n');
		},
	);
});
