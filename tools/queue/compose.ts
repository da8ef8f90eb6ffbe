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

/** A part of the set-up as `deploy/docker-compose.yml` describes it. */
export type ComposeService = z.infer<typeof Service>;

/** The set-up of `deploy/`. */
export type Compose = z.infer<typeof Compose>;

/** The folder with all that one needs to run the package in queue mode. */
export const DEPLOY_FOLDER = join(ROOT, 'deploy');

/** The text of the compose file. */
export function composeText(): string {
	return readFileSync(join(DEPLOY_FOLDER, 'docker-compose.yml'), 'utf8');
}

/** Values for all variables of the compose file: secrets of their own, and no package. */
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
 * Reads `deploy/docker-compose.yml`, with its variables filled in as Docker would: `${NAME}`,
 * `${NAME:?message}` and `${NAME:-default}`.
 *
 * @param values what `.env` would hold
 * @throws for a variable without a value or a default
 */
export function readCompose(values: Readonly<Record<string, string>>): Compose {
	const fill = (text: string) =>
		text.replaceAll(
			/\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g,
			(_all, name: string, fallback?: string) => {
				const value = values[name] ?? fallback;
				if (value === undefined) throw new Error(`The compose file needs a value of ${name}.`);
				return value;
			},
		);
	// `merge`: Docker reads `<<` as YAML 1.1 did.
	const read: unknown = parse(
		composeText(),
		(_key, value: unknown) => (typeof value === 'string' ? fill(value) : value),
		{ merge: true },
	);
	return Compose.parse(read);
}

/** The version that the name of an image ends with. */
export function imageVersion({ image }: ComposeService): string {
	return image.split(':')[1] ?? '';
}

/** The words of a command, however it is written. */
export function wordsOf(command: string | string[] | undefined): string[] {
	return typeof command === 'string' ? command.split(' ') : (command ?? []);
}
