import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readCommandLine } from '../../sandbox/commandLine';
import { GATEWAYS } from '../../sandbox/gateways/registry';
import { createSandbox } from '../../sandbox/server/server';
import { readCompose } from '../../tools/queue/compose';
import { ROOT } from '../../tools/root';
import { call } from '../sandbox/client';

/*
 * `deploy/docker-compose.sandbox.yml`, without Docker: what the containers are told, and that the
 * sandbox does with it what is said there.
 */

interface Service {
	image: string;
	command?: string[];
	entrypoint: string[];
	environment: Record<string, string>;
	ports?: string[];
	volumes: string[];
	network_mode?: string;
}

const TEXT = readFileSync(join(ROOT, 'deploy', 'docker-compose.sandbox.yml'), 'utf8');

/** With the defaults of its variables, or with these values. */
function servicesWith(values: Record<string, string> = {}): Record<string, Service> {
	const filled = TEXT.replace(/\$\{(\w+):-([^}]*)\}/g, (_all, name: string, fallback: string) => {
		return values[name] ?? fallback;
	});
	expect(filled).not.toContain('${');
	return (parse(filled) as { services: Record<string, Service> }).services;
}

const { package: installer, n8n, sandbox } = servicesWith();

it('installs the package that npm pack makes, as the compose file for the queue mode does', () => {
	const { version, name } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
		name: string;
		version: string;
	};
	const tarball = `/packages/${name}-${version}.tgz`;
	const queue = readCompose({
		...{ N8N_ENCRYPTION_KEY: '', POSTGRES_PASSWORD: '', REDIS_PASSWORD: '', WEBHOOK_URL: '' },
		SMS_GATEWAYS_PACKAGE: tarball,
	}).services.package;
	expect(installer).toEqual({
		image: queue.image,
		entrypoint: queue.entrypoint,
		command: queue.command,
		volumes: queue.volumes,
	});
	expect([n8n?.image, sandbox?.image]).toEqual([queue.image, queue.image]);
});

it('has the same addresses inside and outside, on this machine only', () => {
	const chosen = servicesWith({ N8N_PORT: '5679', SANDBOX_PORT: '4011' });
	for (const [each, ports] of [
		[servicesWith(), ['5678', '4010']],
		[chosen, ['5679', '4011']],
	] as const) {
		expect(each.n8n?.ports).toEqual(ports.map((port) => `127.0.0.1:${port}:${port}`));
		expect(String(each.n8n?.environment.N8N_PORT)).toBe(ports[0]);
		expect(each.n8n?.environment.N8N_WEBHOOK_URL).toBe(`http://localhost:${ports[0]}/`);
		expect(each.sandbox?.network_mode).toBe('service:n8n');
		expect(readCommandLine((each.sandbox?.command ?? []).map(String)).options.port).toBe(
			Number(ports[1]),
		);
	}
});

it('starts the sandbox that npm run build makes', () => {
	const { bin } = JSON.parse(
		readFileSync(join(ROOT, 'sandbox', 'package', 'package.json'), 'utf8'),
	) as { bin: Record<string, string> };
	const [program] = Object.values(bin);
	expect(sandbox?.entrypoint).toEqual(['node', `/sandbox/${program ?? ''}`]);
	expect(sandbox?.volumes).toEqual(['../dist-sandbox:/sandbox:ro']);
});

it('gets answers under the names that n8n, the browser and curl use, and no other', async () => {
	const { options } = readCommandLine((sandbox?.command ?? []).map(String));
	const started = await createSandbox({ ...options, port: 0 });
	try {
		for (const { prefix } of Object.values(GATEWAYS)) {
			for (const [host, isKnown] of [
				['127.0.0.1:4010', true],
				['localhost:4010', true],
				['sandbox:4010', false],
				['evil.example:4010', false],
			] as const) {
				const { status } = await call(started, `${prefix}/nothing`, { headers: { host } });
				expect([host, status === 403]).toEqual([host, !isKnown]);
			}
		}
	} finally {
		await started.close();
	}
});
