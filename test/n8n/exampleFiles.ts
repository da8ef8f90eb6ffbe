import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EXAMPLES_FOLDER, exampleFiles } from '../../tools/n8n/examples';
import { PACKAGE_PREFIX } from './names';

const NODE_SIZE = 96;
/** The name of a node stands below it. */
const LABEL = 32;
/** Links that lead back on purpose. */
const LOOPS = [
	'otp-sign-up.json: Try Again? → Code Page',
	'reminders-in-the-morning.json: Until It Opens → Send',
	'never-lost-never-twice.json: Send Again → Unknown?',
];

const Example = z.object({
	id: z.string().max(16),
	nodes: z.array(
		z.object({
			id: z.string().uuid(),
			name: z.string(),
			type: z.string(),
			position: z.tuple([z.number(), z.number()]),
			parameters: z.record(z.unknown()),
			credentials: z.record(z.object({ name: z.string() })).optional(),
		}),
	),
	connections: z.record(z.record(z.array(z.array(z.object({ node: z.string() }))))),
	pinData: z.object({}).strict(),
});
type ExampleNode = z.infer<typeof Example>['nodes'][number];

interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

const isNote = ({ type }: ExampleNode) => type === 'n8n-nodes-base.stickyNote';

function boxOf({ name, position: [left, top], parameters, ...node }: ExampleNode): Box {
	const [width, height] = isNote({ name, position: [left, top], parameters, ...node })
		? [Number(parameters.width), Number(parameters.height)]
		: [NODE_SIZE, NODE_SIZE + LABEL];
	return { name, left, top, right: left + width, bottom: top + height };
}

function overlap(one: Box, other: Box): boolean {
	return (
		one.left < other.right &&
		other.left < one.right &&
		one.top < other.bottom &&
		other.top < one.bottom
	);
}

/** What the files of `examples/` look like. */
export function describeExampleFiles(): void {
	const files = exampleFiles();
	const readMe = readFileSync(join(EXAMPLES_FOLDER, 'README.md'), 'utf8');

	describe.each(files)('the file %s (examples)', (file) => {
		const { id, nodes, connections } = Example.parse(
			JSON.parse(readFileSync(join(EXAMPLES_FOLDER, file), 'utf8')),
		);
		const steps = nodes.filter((node) => !isNote(node));

		test('has a note that says what it is, and stands in the table', () => {
			const note = nodes.find(({ name }) => name === 'Read Me');
			expect(note?.parameters.content).toMatch(/^## .+\n[^\n]{25,}/);
			expect(readMe).toContain(`[${file}](${file})`);
			expect(id).not.toBe('');
		});

		test('has no nodes on top of each other, and none under the note', () => {
			const notes = nodes.filter(({ name }) => name === 'Read Me');
			const boxes = [...notes, ...steps].map(boxOf);
			const pairs = boxes.flatMap((one, index) =>
				boxes
					.slice(index + 1)
					.filter((other) => overlap(one, other))
					.map((other) => `${one.name} and ${other.name}`),
			);
			expect(pairs).toEqual([]);
		});

		test('has each node in a coloured area or out of it', () => {
			const areas = nodes.filter((node) => isNote(node) && node.name !== 'Read Me').map(boxOf);
			const cut = steps
				.map(boxOf)
				.filter((step) =>
					areas.some(
						(area) =>
							overlap(step, area) &&
							(step.left < area.left || step.right > area.right || step.bottom > area.bottom),
					),
				);
			expect(cut.map(({ name }) => name)).toEqual([]);
		});

		test('reads from left to right', () => {
			const leftOf = (name: string) => steps.find((node) => node.name === name)?.position[0] ?? NaN;
			const back = Object.entries(connections).flatMap(([from, kinds]) =>
				(kinds.main ?? [])
					.flat()
					.filter(({ node }) => !(leftOf(node) > leftOf(from)))
					.map(({ node }) => `${file}: ${from} → ${node}`),
			);
			expect(back.filter((link) => !LOOPS.includes(link))).toEqual([]);
		});

		test('has carriers as the editor saves them, or it would show none chosen', () => {
			const carriers = steps
				.filter(({ type }) => type === `${PACKAGE_PREFIX}messangi`)
				.map(({ parameters }) => parameters.carrier)
				.filter((carrier) => carrier !== undefined);
			for (const carrier of carriers) {
				expect(carrier).toMatchObject({ __rl: true, mode: 'name' });
			}
		});

		test('names credentials as n8n proposes, so that an import finds them', () => {
			const names = steps.flatMap(({ credentials = {} }) =>
				Object.values(credentials).map(({ name }) => name),
			);
			for (const name of names) expect(name).toMatch(/ account$/);
		});
	});
}
