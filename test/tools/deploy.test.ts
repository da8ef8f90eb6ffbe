import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { N8N_VERSION } from '../../tools/n8n/versions';
import {
	composeText,
	DEPLOY_FOLDER,
	imageVersion,
	readCompose,
	wordsOf,
} from '../../tools/queue/compose';

const VALUES = {
	N8N_ENCRYPTION_KEY: 'key',
	POSTGRES_PASSWORD: 'password of PostgreSQL',
	REDIS_PASSWORD: 'password of Redis',
	WEBHOOK_URL: 'https://n8n.example.com/',
	SMS_GATEWAYS_PACKAGE: '/packages/n8n-nodes-sms-gateways-0.1.0.tgz',
};

/** The compose file is read and compared; that n8n runs with it is shown by `npm run test:queue`. */
describe('deploy/docker-compose.yml', () => {
	const { services, volumes } = readCompose(VALUES);
	const { main, worker, webhook, postgres, redis } = services;
	const ofN8n = [main, worker, webhook];

	test('runs the n8n that is tested', () => {
		for (const service of [...ofN8n, services.package]) {
			expect(service.image.split(':')[0]).toBe('n8nio/n8n');
			expect(imageVersion(service)).toBe(N8N_VERSION);
		}
		expect(ofN8n.map(({ command }) => command)).toEqual(['start', 'worker', 'webhook']);
		expect(worker.deploy?.replicas).toBe(2);
	});

	test('gives all of n8n the same settings, and those of the servers', () => {
		expect(worker.environment).toEqual(main.environment);
		expect(webhook.environment).toEqual(main.environment);
		expect(main.environment).toMatchObject({
			EXECUTIONS_MODE: 'queue',
			N8N_ENCRYPTION_KEY: VALUES.N8N_ENCRYPTION_KEY,
			DB_POSTGRESDB_HOST: 'postgres',
			DB_POSTGRESDB_DATABASE: postgres.environment.POSTGRES_DB,
			DB_POSTGRESDB_USER: postgres.environment.POSTGRES_USER,
			DB_POSTGRESDB_PASSWORD: postgres.environment.POSTGRES_PASSWORD,
			QUEUE_BULL_REDIS_HOST: 'redis',
			QUEUE_BULL_REDIS_PASSWORD: redis.environment.REDISCLI_AUTH,
		});
		const words = wordsOf(redis.command);
		expect(words[words.indexOf('--requirepass') + 1]).toBe(VALUES.REDIS_PASSWORD);
	});

	test('waits for what each part needs, by a health check', () => {
		for (const service of [...ofN8n, postgres, redis]) expect(service.healthcheck).toBeDefined();
		for (const service of ofN8n) {
			expect(service.healthcheck?.test.at(-1)).toContain('http://127.0.0.1:5678/healthz/readiness');
			expect(service.depends_on).toMatchObject({
				package: { condition: 'service_completed_successfully' },
				postgres: { condition: 'service_healthy' },
				redis: { condition: 'service_healthy' },
			});
		}
		expect(worker.depends_on.main).toEqual({ condition: 'service_healthy' });
		expect(main.environment.QUEUE_HEALTH_CHECK_ACTIVE).toBe('true');
	});

	test('gives the package to each n8n, and keeps what has to last', () => {
		const install = wordsOf(services.package.command);
		expect(install[0]).toBe('install');
		expect(install.at(-1)).toBe(VALUES.SMS_GATEWAYS_PACKAGE);
		expect(install).toContain('--prefix=/home/node/.n8n');
		expect(services.package.volumes).toContain('nodes:/home/node/.n8n');
		for (const service of ofN8n) {
			expect(service.volumes).toContain('nodes:/home/node/.n8n/nodes');
		}
		expect(postgres.volumes).toEqual(['postgres:/var/lib/postgresql/data']);
		expect(redis.volumes).toEqual(['redis:/data']);
		const named = Object.values(services)
			.flatMap((service) => service.volumes.map((each) => each.split(':')[0] ?? ''))
			.filter((name) => !name.startsWith('.'));
		expect([...new Set(named)].sort()).toEqual(Object.keys(volumes).sort());
		const mounted = services.package.volumes.find((each) => each.startsWith('.')) ?? '';
		expect(existsSync(join(DEPLOY_FOLDER, mounted.split(':')[0] ?? ''))).toBe(true);
	});

	test('.env.example names each of its variables, and gives no secret a value', () => {
		const example = readFileSync(join(DEPLOY_FOLDER, '.env.example'), 'utf8');
		const named = [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
		const used = [...composeText().matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
		expect([...new Set(named)].sort()).toEqual([...new Set(used)].sort());
		for (const name of ['N8N_ENCRYPTION_KEY', 'POSTGRES_PASSWORD', 'REDIS_PASSWORD']) {
			expect(example).toMatch(new RegExp(`^${name}=$`, 'm'));
			// Without a value nothing starts.
			expect(() => readCompose({ ...VALUES, [name]: undefined } as never)).toThrow(name);
		}
		// A name on npm that nobody holds must not be what is installed by default.
		expect(() => readCompose({ ...VALUES, SMS_GATEWAYS_PACKAGE: undefined } as never)).toThrow(
			'SMS_GATEWAYS_PACKAGE',
		);
		for (const secret of ['N8N_ENCRYPTION_KEY', 'DB_POSTGRESDB_PASSWORD']) {
			expect(composeText()).toMatch(new RegExp(`${secret}: \\$\\{\\w+:\\?`));
		}
	});
});
