import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from '../root';

const Words = z.union([z.string(), z.array(z.string())]).optional();

const Service = z.object({
	image: z.string(),
	entrypoint: Words,
	command: Words,
	environment: z.record(z.string()).default({}),
	healthcheck: z.object({ test: z.array(z.string()) }).optional(),
	deploy: z.object({ replicas: z.number().int() }).optional(),
	depends_on: z.record(z.object({ condition: z.string() })).default({}),
	volumes: z.array(z.string()).default([]),
});

const Compose = z.object({
	services: z.object({
		package: Service,
		main: Service,
		worker: Service,
		webhook: Service,
		postgres: Service,
		redis: Service,
	}),
	volumes: z.record(z.unknown()),
});

/** A service in `deploy/docker-compose.yml`. */
export type ComposeService = z.infer<typeof Service>;

/** The compose file. */
export type Compose = z.infer<typeof Compose>;

/** The folder for running the package in queue mode. */
export const DEPLOY_FOLDER = join(ROOT, 'deploy');

/** The text of the compose file. */
export function composeText(): string {
	return readFileSync(join(DEPLOY_FOLDER, 'docker-compose.yml'), 'utf8');
}

/** Values for all variables of the compose file, with random secrets and without a package. */
export function composeSecrets(): Record<string, string> {
	const secret = () => randomBytes(24).toString('hex');
	return {
		N8N_ENCRYPTION_KEY: secret(),
		POSTGRES_PASSWORD: secret(),
		REDIS_PASSWORD: secret(),
		WEBHOOK_URL: 'http://localhost/',
		SMS_GATEWAYS_PACKAGE: '',
	};
}

/**
 * Reads `deploy/docker-compose.yml` and fills in its variables like Docker: `${NAME}`,
 * `${NAME:?message}` and `${NAME:-default}`.
 *
 * @param values the content of `.env`
 * @throws for a variable without a value or a default
 */
export function readCompose(values: Readonly<Record<string, string>>): Compose {
	const fill = (text: string) =>
		text.replaceAll(
			/\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g,
			(_all, name: string, fallback?: string) => {
				const value = values[name] ?? fallback;
				if (value === undefined) throw new Error(`The compose file needs a value for ${name}.`);
				return value;
			},
		);
	// `merge`: Docker reads `<<` as in YAML 1.1.
	const read: unknown = parse(
		composeText(),
		(_key, value: unknown) => (typeof value === 'string' ? fill(value) : value),
		{ merge: true },
	);
	return Compose.parse(read);
}

/** The version at the end of an image's name. */
export function imageVersion({ image }: ComposeService): string {
	return image.split(':')[1] ?? '';
}

/** The words of a command, which can be a list or a text. */
export function wordsOf(command: string | string[] | undefined): string[] {
	return typeof command === 'string' ? command.split(' ') : (command ?? []);
}
