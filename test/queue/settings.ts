import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { imageVersion } from '../../tools/queue/compose';
import { PLACES, type QueueRig, SOONER } from './rig';

/** What ran is what the compose file describes. */
export function describeSettings(rig: QueueRig): void {
	const { main, worker, webhook, postgres, redis } = rig.compose.services;

	describe('the set-up', () => {
		test('takes its settings from the compose file, but for where things are', () => {
			expect(Object.keys(main.environment)).toEqual(expect.arrayContaining([...PLACES]));
			expect(Object.keys(main.environment)).not.toEqual(
				expect.arrayContaining(Object.keys(SOONER)),
			);
			expect(worker.environment).toEqual(main.environment);
			expect(webhook.environment).toEqual(main.environment);
			expect(rig.workers).toHaveLength(worker.deploy?.replicas ?? 0);
			expect(rig.workers.length).toBeGreaterThan(1);
		});

		test('has settings that this n8n knows', () => {
			const modules = join(dirname(rig.prepared.install.script), '..', '..');
			const sources = [
				...scriptsIn(join(modules, '@n8n', 'config', 'dist')),
				...scriptsIn(join(modules, 'n8n', 'dist')),
			].map((file) => readFileSync(file, 'utf8'));
			const known = (name: string) => sources.some((source) => source.includes(name));
			expect(known('N8N_NO_SUCH_SETTING')).toBe(false);
			const names = [...Object.keys(main.environment), ...Object.keys(SOONER)];
			expect(names.filter((name) => !known(name))).toEqual([]);
		});

		test('ran on the versions of PostgreSQL and Redis that the compose file names', () => {
			const { prepared } = rig;
			expect(prepared.postgres.version).toContain(`(PostgreSQL) ${imageVersion(postgres)}.`);
			expect(prepared.redis.version).toContain(`v=${imageVersion(redis)}.`);
		});
	});
}

function scriptsIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.js'))
		.map((file) => join(folder, file));
}
