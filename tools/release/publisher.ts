import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { places, readPublisher, refusals } from './packages/publisher.cjs';
import { ROOT } from '../root';

/** Updates all files from publisher.json; returns the changed ones. */
export function writePublisher(): string[] {
	const publisher = readPublisher();
	return [...places()].flatMap(([file, render]) => {
		const path = join(ROOT, file);
		const text = readFileSync(path, 'utf8');
		const rendered = render(text, publisher);
		if (rendered === text) return [];
		writeFileSync(path, rendered);
		return [file];
	});
}

/** @throws Error with a sentence for each field that prevents publishing */
export function checkPublisher(): void {
	const sentences = refusals({ ...readPublisher() });
	if (sentences.length === 0) return;
	throw new Error(`Nothing can be published yet.\n\n${sentences.join('\n')}`);
}
