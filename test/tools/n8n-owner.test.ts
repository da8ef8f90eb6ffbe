import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { N8n } from '../../tools/n8n/process';
import { newOwner } from '../../tools/n8n/rest';

const ROOT = join(__dirname, '..', '..');

describe('the owner of an n8n that we start', () => {
	const passwords = Array.from({ length: 1000 }, () => newOwner('a@example.com').password);

	it('has a password of its own, as n8n wants it', () => {
		expect(new Set(passwords).size).toBe(passwords.length);
		for (const password of passwords) {
			expect(password).toMatch(/^(?=.*\d)(?=.*[A-Z])[\w-]{25,64}$/);
		}
	});

	it('has none that is in the sources', () => {
		const files = execFileSync('git', ['ls-files', 'tools', 'test', 'examples', 'deploy'], {
			cwd: ROOT,
			encoding: 'utf8',
		});
		const naming = files
			.trim()
			.split('\n')
			.filter((file) => /\.(?:ts|mjs|cjs|json|yml)$/.test(file))
			.filter((file) => {
				const text = readFileSync(join(ROOT, file), 'utf8');
				return /email: '[^']*', password: ['"]/.test(text) || /(?:Owner|Demo)-1\b/.test(text);
			})
			.filter((file) => file !== 'test/tools/n8n-owner.test.ts');
		expect(naming).toEqual([]);
	});
});

it('an n8n that we start listens on this machine only, with a key of its own', () => {
	const install = { node: process.execPath, script: join(ROOT, 'bin', 'n8n') };
	const environments = [1, 2].map((port) => {
		const n8n = new N8n({ install, userFolder: ROOT, port, brokerPort: port + 10 });
		return (n8n as unknown as { environment: Record<string, string> }).environment;
	});
	for (const environment of environments) {
		expect(environment).toMatchObject({
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		});
		expect(environment.N8N_ENCRYPTION_KEY).toMatch(/^[0-9a-f]{48}$/);
	}
	const [first, second] = environments;
	expect(first?.N8N_ENCRYPTION_KEY).not.toBe(second?.N8N_ENCRYPTION_KEY);
});
